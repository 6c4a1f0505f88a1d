using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shield.Core.Findings;

namespace Shield.Bench;

/// <summary>Bytes → findings → sightings, beside a walk over all tokens of the same bytes that keeps nothing.</summary>
internal static class Extraction
{
    /// <summary>
    /// Prints the least of so many rounds, which take turns. Seconds of the processor's, of all threads: what else runs on the machine
    /// counts less then.
    /// </summary>
    public static async Task<int> RunAsync(string file, int rounds)
    {
        var (walk, extract) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        (long Findings, long Sightings) found = default;
        for (var round = 0; round < rounds; round++)
        {
            walk = Least(walk, await TimeAsync(() => WalkAsync(file)));
            extract = Least(
                extract,
                await TimeAsync(async () =>
                {
                    await using var input = Open(file);
                    found = await ExtractAsync(input);
                })
            );
        }

        var bytes = new FileInfo(file).Length;
        Print($"extraction_findings={found.Findings}\nextraction_sightings={found.Sightings}\nextraction_bytes={bytes}");
        Print($"walk_seconds={walk.TotalSeconds:F3}\nextraction_seconds={extract.TotalSeconds:F3}");
        return 0;
    }

    /// <summary>Standard input, whatever it holds, and the memory that it took.</summary>
    public static async Task<int> ReadInputAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await using var input = Console.OpenStandardInput();
        var (findings, sightings) = await ExtractAsync(input);
        Print(
            $"stream_findings={findings}\nstream_sightings={sightings}\nstream_seconds={Stopwatch.GetElapsedTime(start).TotalSeconds:F1}"
        );
        Print($"stream_peak_mb={Process.GetCurrentProcess().PeakWorkingSet64 >> 20}");
        return 0;
    }

    private static async Task<(long Findings, long Sightings)> ExtractAsync(Stream input)
    {
        var (findings, sightings) = (0L, 0L);
        await foreach (var record in FindingReader.ReadAsync(input, "bench", FindingReader.DefaultMaxRecordBytes, CancellationToken.None))
        {
            if (record.Finding is { } finding)
            {
                findings++;
                sightings += Core.Evidence.Extraction.From(finding, "bench", DateTimeOffset.UnixEpoch).Sightings.Length;
            }
        }

        return (findings, sightings);
    }

    private static async Task WalkAsync(string file)
    {
        await using var input = Open(file);
        var buffer = new byte[256 * 1024];
        var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true });
        var kept = 0;
        while (true)
        {
            var read = await input.ReadAtLeastAsync(buffer.AsMemory(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var end = kept + read;
            var used = Walk(buffer.AsSpan(0, end), end < buffer.Length, ref state);
            if (end < buffer.Length)
            {
                return;
            }

            kept = end - used;
            buffer.AsSpan(used, kept).CopyTo(buffer);
        }
    }

    private static int Walk(ReadOnlySpan<byte> bytes, bool isEnd, ref JsonReaderState state)
    {
        var json = new Utf8JsonReader(bytes, isEnd, state);
        while (json.Read()) { }

        state = json.CurrentState;
        return (int)json.BytesConsumed;
    }

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Environment.CpuUsage.TotalTime;
        await work();
        return Environment.CpuUsage.TotalTime - start;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
