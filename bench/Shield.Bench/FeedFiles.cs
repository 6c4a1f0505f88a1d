using System.Diagnostics;
using System.Globalization;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Bench;

/// <summary>
/// What so many indicators cost as a list: to write and to read again, in one format. A process for each format, so that its greatest
/// memory is that format's own.
/// </summary>
internal static class FeedFiles
{
    public static async Task<int> WriteAsync(string format, string path, int count, int rounds)
    {
        var wanted = Enum.GetValues<FeedFormat>().Single(one => one.ToWord() == format);
        var entries = Entries(count);
        var least = TimeSpan.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            await using var file = File.Create(path);
            FeedWriter.Write(wanted, entries, "bench", file);
            least = Shorter(least, Environment.CpuUsage.TotalTime - start);
        }

        Print($"feed_write_seconds={least.TotalSeconds:F2}\nfeed_mb={new FileInfo(path).Length / 1e6:F1}");
        return 0;
    }

    public static async Task<int> ReadAsync(string path, int most, int rounds)
    {
        var before = Process.GetCurrentProcess().WorkingSet64;
        var least = TimeSpan.MaxValue;
        FeedReading? reading = null;
        for (var round = 0; round < rounds; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            await using var file = File.OpenRead(path);
            reading = await FeedParser.ReadAsync(file, format: null, path, most, CancellationToken.None);
            least = Shorter(least, Environment.CpuUsage.TotalTime - start);
        }

        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Print($"feed_read_seconds={least.TotalSeconds:F2}\nfeed_lines={reading!.Lines.Length}\nfeed_rejected={reading.RejectedCount}");
        Print($"feed_peak_mb={peak >> 20}\nfeed_start_mb={before >> 20}");
        return 0;
    }

    private static List<FeedEntry> Entries(int count)
    {
        var random = new Random(5);
        var now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        var entries = new Dictionary<Indicator, FeedEntry>();
        while (entries.Count < count)
        {
            var length = random.Next(10) < 8 ? 32 : random.Next(24, 32);
            var first = (uint)random.NextInt64(1L << 32) & (uint.MaxValue << (32 - length));
            var last = first | (length is 32 ? 0 : uint.MaxValue >> length);
            var indicator = new Indicator(AddressRange.Between(first, last, AddressFamily.IPv4));
            entries[indicator] = new FeedEntry
            {
                Indicator = indicator,
                Direction = Direction.Inbound,
                Until = now.AddHours(random.Next(1, 700)),
                State = "active",
                Reason = "brute-force",
                Severity = random.Next(10, 100) / 10.0,
                FirstSeen = now.AddHours(-random.Next(1, 700)),
                LastSeen = now,
            };
        }

        return [.. entries.Values];
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
