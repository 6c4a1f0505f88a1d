using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Hosting;

/// <summary>
/// Asks whoever runs the loop to reconcile: <c>{"shield":"reconcile","why":"…"}</c>, as a message of a queue or as an event of the
/// schedule.
/// </summary>
/// <param name="Why">Who or what asks, for history; null where it does not say.</param>
/// <param name="AtOnce">A person asks, and waits: like a command of theirs it goes at once and spends no token of the version bucket (law
/// 11).</param>
public sealed record ReconcileRequest(string? Why, bool AtOnce = false)
{
    private const string Word = "reconcile";

    /// <summary>A request that says more than this says nothing more to a person.</summary>
    private const int LongestWhy = 200;

    /// <summary>When the first news was recorded: it opens the window. Null: this request waits for no window.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the last news was recorded: a round that began later has seen all of it. Null where <see cref="Since"/> is.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>How often the function that reconciles has sent this on to itself.</summary>
    public int Hops { get; init; }

    /// <summary>First the PCE's workloads are to be read, for own addresses.</summary>
    public bool ReadsWorkloads { get; init; }

    /// <summary>The PCE's job for that, which an earlier invocation left over; null to begin.</summary>
    public string? Job { get; init; }

    /// <summary>Of news that was recorded by that moment.</summary>
    public static ReconcileRequest ForNews(string why, DateTimeOffset recordedAt) => new(why) { Since = recordedAt, Latest = recordedAt };

    /// <summary>
    /// One request for all of them. A person's goes at once, and one that knows no window does not wait for those of the others. Of the
    /// hops the fewest count: whoever asked last has all of them before him.
    /// </summary>
    /// <returns>Null of none.</returns>
    public static ReconcileRequest? Merge(IReadOnlyCollection<ReconcileRequest> requests)
    {
        if ((requests.FirstOrDefault(request => request.AtOnce) ?? requests.FirstOrDefault()) is not { } first)
        {
            return null;
        }

        var waits = requests.All(request => request is { AtOnce: false, Since: not null, Latest: not null });
        return first with
        {
            ReadsWorkloads = requests.Any(request => request.ReadsWorkloads),
            Job = requests.Select(request => request.Job).OfType<string>().FirstOrDefault(),
            Since = waits ? requests.Min(request => request.Since) : null,
            Latest = waits ? requests.Max(request => request.Latest) : null,
            Hops = requests.Min(request => request.Hops),
        };
    }

    public string ToJson() =>
        JsonSerializer.Serialize(
            new Wire(Word, Why, AtOnce)
            {
                Since = Since,
                Latest = Latest,
                Hops = Hops,
                ReadsWorkloads = ReadsWorkloads,
                Job = Job,
            },
            ReconcileRequestJson.Default.Wire
        );

    /// <returns>Null for anything else, findings above all.</returns>
    public static ReconcileRequest? TryRead(ReadOnlySpan<byte> document)
    {
        // Nearly everything that comes is a finding, and is not to be parsed twice.
        if (document.Length > 4_096 || document.IndexOf("\"shield\""u8) < 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(document, ReconcileRequestJson.Default.Wire) is { Shield: Word } wire ? Of(wire) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReconcileRequest Of(Wire wire) =>
        new(wire.Why is { Length: > LongestWhy } why ? why[..LongestWhy] : wire.Why, wire.AtOnce)
        {
            Since = wire.Since,
            Latest = wire.Latest ?? wire.Since,
            Hops = Math.Max(0, wire.Hops),
            ReadsWorkloads = wire.ReadsWorkloads,
            Job = wire.Job,
        };

    internal sealed record Wire(string? Shield, string? Why, bool AtOnce = false)
    {
        public DateTimeOffset? Since { get; init; }

        public DateTimeOffset? Latest { get; init; }

        public int Hops { get; init; }

        public bool ReadsWorkloads { get; init; }

        public string? Job { get; init; }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ReconcileRequest.Wire))]
internal sealed partial class ReconcileRequestJson : JsonSerializerContext;
