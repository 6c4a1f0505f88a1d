using Shield.Bench;
using Shield.Bench.Functions;

// Reads no clock of its own accord in a test run: bench/run calls it, and prints the ratios.
return args switch
{
    ["findings", var folder, var file, var count] => FindingsFile.Make(folder, file, int.Parse(count)),
    ["prefixes", var file, var count, var seed] => PrefixesFile.Make(file, int.Parse(count), int.Parse(seed)),
    ["extraction", var file, var rounds] => await Extraction.RunAsync(file, int.Parse(rounds)),
    ["sets", var all, var without] => AddressSets.Run(all, without),
    ["soft", var file, var rounds] => SoftList.Run(file, int.Parse(rounds)),
    ["feed-write", var format, var file, var count, var rounds] => await FeedFiles.WriteAsync(
        format,
        file,
        int.Parse(count),
        int.Parse(rounds)
    ),
    ["feed-read", var file, var most, var rounds] => await FeedFiles.ReadAsync(file, int.Parse(most), int.Parse(rounds)),
    ["page", var folder, var gigabytes] => FindingsFile.Page(folder, double.Parse(gigabytes)),
    ["growth", var least] => Growth.Run(int.Parse(least)),
    ["growth", var least, var kind] => Growth.Run(int.Parse(least), kind),
    ["ledger", var path, var count, var alive] => await FilledLedger.RunAsync(path, int.Parse(count), int.Parse(alive)),
    ["reconciles", var rounds] => await Reconciles.RunAsync(int.Parse(rounds)),
    ["starts", var rounds, var handler] => await Starts.RunAsync(int.Parse(rounds), handler),
    ["warm", var messages, var rounds] => await Starts.RunWarmAsync(int.Parse(messages), int.Parse(rounds)),
    ["requests"] => await Starts.PrintRequestsAsync(),
    ["read"] => await Extraction.ReadInputAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench/run calls this program; see docs/benchmarks.md");
    return 64;
}
