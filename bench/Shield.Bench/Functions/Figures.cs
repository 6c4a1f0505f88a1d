using System.Diagnostics;
using System.Globalization;

namespace Shield.Bench.Functions;

/// <param name="Whole">From start to answer.</param>
/// <param name="Emulators">How long of it an emulator was being waited for.</param>
/// <param name="Recorder">The processor's, of all threads.</param>
/// <param name="Reconciler">The same.</param>
/// <param name="PeakMemory">Resident, in bytes.</param>
internal sealed record Figures(TimeSpan Whole, TimeSpan Emulators, TimeSpan Recorder, TimeSpan Reconciler, long PeakMemory)
{
    private TimeSpan Own => Whole - Emulators;

    /// <summary>For the shell that called; medians, and the most memory.</summary>
    public static void Print(string name, IReadOnlyList<Figures> figures)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_ms={Median(figures, one => one.Whole):0.0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_emulators_ms={Median(figures, one => one.Emulators):0.0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_own_ms={Median(figures, one => one.Own):0.0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_recorder_cpu_ms={Median(figures, one => one.Recorder):0}"));
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name}_reconciler_cpu_ms={Median(figures, one => one.Reconciler):0}")
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}_peak_mb={figures.Max(one => one.PeakMemory) / 1e6:0.0}"));
    }

    public static long PeakMemoryOf(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) * 1_024;
    }

    private static double Median(IReadOnlyList<Figures> figures, Func<Figures, TimeSpan> of) =>
        figures.Select(of).Order().ElementAt(figures.Count / 2).TotalMilliseconds;
}
