using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Operating.Words;

namespace Shield.Operating.Acts;

/// <summary>What every document says of an act. What a document adds stands behind these (<c>JsonPropertyOrder</c>).</summary>
public abstract record ActFields
{
    private protected ActFields(Act act)
    {
        Id = act.Id;
        Kind = act.Kind.ToWord();
        Indicator = act.Indicator?.ToString();
        Direction = act.Directions.ToWord();
        At = act.At;
        Until = act.Until;
        Who = act.Who;
        Why = act.Why;
    }

    public string Id { get; }

    public string Kind { get; }

    /// <summary>Null for an act that is about none.</summary>
    public string? Indicator { get; }

    public string Direction { get; }

    public DateTimeOffset At { get; }

    public DateTimeOffset? Until { get; }

    public string Who { get; }

    public string Why { get; }
}
