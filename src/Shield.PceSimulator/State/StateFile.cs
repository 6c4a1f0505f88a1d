using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shield.PceSimulator.State;

/// <summary>
/// What survives the process: every request that changed anything, one line each, on the disk before its answer goes out. A start asks
/// them all again, at their own times. A line that was cut off in the middle was never answered, so it is dropped.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private readonly FileStream _file;

    private StateFile(FileStream file, DateTimeOffset started, ImmutableArray<KeptRequest> requests)
    {
        _file = file;
        Started = started;
        Requests = requests;
    }

    /// <summary>When the file was begun: the seed is of that time.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>What it held when it was opened, oldest first.</summary>
    public ImmutableArray<KeptRequest> Requests { get; }

    /// <exception cref="ArgumentException">It cannot be opened, is no state file, or one of another organisation or seed. Names the
    /// path.</exception>
    public static StateFile Open(string path, SimulatorOptions options)
    {
        var file = OpenFile(path);
        try
        {
            var lines = WholeLines(file);
            if (lines is [])
            {
                var now = options.Clock.GetUtcNow();
                Write(file, Head(options, now));
                return new StateFile(file, now, []);
            }

            var started = Read(path, 1, lines[0], line => Check(path, line, options));
            return new StateFile(file, started, [.. lines.Skip(1).Select((line, index) => Read(path, index + 2, line, KeptRequest.Read))]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{path} cannot be opened; perhaps another simulator has it: {error.Message}", error);
        }
    }

    /// <summary>On the disk when it returns.</summary>
    public void Append(KeptRequest request) => Write(_file, request.Write());

    public void Dispose() => _file.Dispose();

    private static JsonObject Head(SimulatorOptions options, DateTimeOffset now) =>
        new()
        {
            ["simulated_pce"] = 1,
            ["org"] = options.OrgId,
            ["seed"] = options.Seed,
            ["started"] = now.ToString("O", CultureInfo.InvariantCulture),
        };

    private static DateTimeOffset Check(string path, JsonNode line, SimulatorOptions options) =>
        ((int?)line["simulated_pce"], (int?)line["org"], (string?)line["seed"]) == (1, options.OrgId, options.Seed)
            ? KeptRequest.Time(line["started"])
            : throw new ArgumentException(
                $"{path} is the state of another simulated PCE: {line.ToJsonString()}; this one is organisation "
                    + $"{options.OrgId} with seed {options.Seed}"
            );

    private static T Read<T>(string path, int number, string line, Func<JsonNode, T> read)
    {
        try
        {
            return read(JsonNode.Parse(line)!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new ArgumentException($"{path}, line {number}, is no line of a state file: {error.Message}", error);
        }
    }

    /// <summary>Also cuts off what comes after the last end of a line.</summary>
    private static string[] WholeLines(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        file.SetLength(whole);
        file.Position = whole;
        return System.Text.Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Write(FileStream file, JsonObject line)
    {
        file.Write(System.Text.Encoding.UTF8.GetBytes($"{line.ToJsonString()}\n"));
        file.Flush(flushToDisk: true);
    }
}
