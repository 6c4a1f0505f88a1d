using System.Text.Json.Serialization;
using Shield.Cli.Words;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Cli.Acts;

public sealed record ActRow
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string? Indicator { get; init; }

    public required string Direction { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }

    /// <summary>The act that a withdrawal takes back; absent for every other kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Withdraws { get; init; }

    /// <summary>The withdrawal that took this act back; absent where none did, or nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WithdrawnBy { get; init; }

    public static ActRow Of(Act act) =>
        new()
        {
            Id = act.Id,
            Kind = act.Kind.ToWord(),
            Indicator = act.Indicator?.ToString(),
            Direction = act.Directions.ToWord(),
            At = act.At,
            Until = act.Until,
            Who = act.Who,
            Why = act.Why,
            Withdraws = act.Withdraws,
        };
}
