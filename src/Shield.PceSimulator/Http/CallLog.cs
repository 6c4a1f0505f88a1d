using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Http;

/// <summary>The newest calls, bounded in number and in text, so that a simulator may stay up for days.</summary>
internal sealed class CallLog
{
    private const int MaxCalls = 20_000;
    private const long MaxChars = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedCall> _calls = [];
    private long _chars;

    public IReadOnlyList<RecordedCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public void Add(RecordedCall call)
    {
        lock (_gate)
        {
            _calls.Enqueue(call);
            _chars += Chars(call);
            while (_calls.Count > MaxCalls || (_chars > MaxChars && _calls.Count > 1))
            {
                _chars -= Chars(_calls.Dequeue());
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _chars = 0;
        }
    }

    /// <summary>The log over the wire: bodies as the text they were.</summary>
    public JsonArray Write() =>
        new([
            .. Calls.Select(call => new JsonObject
            {
                ["method"] = call.Method,
                ["path"] = call.Path,
                ["request_body"] = call.RequestBody,
                ["status"] = call.Status,
                ["response_body"] = call.ResponseBody,
                ["at"] = Stamp.Text(call.At),
                ["by"] = call.By,
                ["faults"] = call.Faults,
            }),
        ]);

    private static long Chars(RecordedCall call) => call.Path.Length + (call.RequestBody?.Length ?? 0) + (call.ResponseBody?.Length ?? 0);
}
