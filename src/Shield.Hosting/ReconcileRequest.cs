using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Hosting;

/// <summary>
/// Asks whoever runs the loop to reconcile: <c>{"shield":"reconcile","why":"…"}</c>, as a message of the queue or as an event of the
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

    public string ToJson() => JsonSerializer.Serialize(new Wire(Word, Why, AtOnce), ReconcileRequestJson.Default.Wire);

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
            return JsonSerializer.Deserialize(document, ReconcileRequestJson.Default.Wire) is { Shield: Word } wire
                ? new ReconcileRequest(wire.Why is { Length: > LongestWhy } why ? why[..LongestWhy] : wire.Why, wire.AtOnce)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Wire(string? Shield, string? Why, bool AtOnce = false);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ReconcileRequest.Wire))]
internal sealed partial class ReconcileRequestJson : JsonSerializerContext;
