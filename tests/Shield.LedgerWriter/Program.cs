// Writes to a ledger until it is killed, and says on stdout what the ledger has confirmed:
//   Shield.LedgerWriter FILE records FROM COUNT    evidence and acts only, so that several may do it at once
//   Shield.LedgerWriter FILE rounds FROM           evidence, acts and history under the lease, without end
using System.Globalization;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Sqlite;

var (path, what, from) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
try
{
    await using var ledger = await SqliteLedger.OpenAsync(path, CancellationToken.None);
    if (what is "rounds")
    {
        await WriteRoundsAsync(ledger, from);
    }

    for (var number = from; number < from + int.Parse(args[3], CultureInfo.InvariantCulture); number++)
    {
        await RecordAsync(ledger, number);
    }

    return 0;
}
catch (LedgerException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

static async Task RecordAsync(SqliteLedger ledger, int number)
{
    await ledger.RecordAsync([Numbered.Evidence(number)], CancellationToken.None);
    Console.WriteLine($"finding {number}");
    await ledger.AppendAsync([Numbered.Act(number)], CancellationToken.None);
    Console.WriteLine($"act {number}");
}

static async Task WriteRoundsAsync(SqliteLedger ledger, int from)
{
    var seen = await ledger.ReadLeaseAsync(CancellationToken.None);
    var holder = new LeaseHolder("here", "boot", Environment.ProcessId, Numbered.Time(from));
    var lease =
        await ledger.TryTakeLeaseAsync(seen, holder, Numbered.Time(from), CancellationToken.None)
        ?? throw new LedgerException("somebody else took the lease");
    var last = (await ledger.ReadHistoryAsync(DateTimeOffset.MaxValue, CancellationToken.None)).Last;
    for (var number = from; ; number++)
    {
        await RecordAsync(ledger, number);

        last = HistoryRecord.After(last, HistoryKind.Intent, Numbered.Time(number), Numbered.Intent(number));
        await ledger.AppendHistoryAsync(lease.Fence, last, null, CancellationToken.None);
        Console.WriteLine($"intent {number}");

        last = HistoryRecord.After(last, HistoryKind.Outcome, Numbered.Time(number), Numbered.Outcome(number));
        await ledger.AppendHistoryAsync(lease.Fence, last, Numbered.Baseline(number, last.Hash), CancellationToken.None);
        Console.WriteLine($"outcome {number}");

        var generation = await ledger.RaiseGenerationAsync(CancellationToken.None);
        Console.WriteLine($"generation {generation}");
        await ledger.CompleteRoundAsync(lease.Fence, generation, Numbered.Outcome(number), CancellationToken.None);
        Console.WriteLine($"round {generation}");
    }
}
