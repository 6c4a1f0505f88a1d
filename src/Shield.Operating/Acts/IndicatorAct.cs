using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Operating.Acts;

/// <summary>An act that a command does on each of its indicators, and which of them it takes.</summary>
public sealed record IndicatorAct(ActKind Kind)
{
    /// <summary>Code of the error where one of the indicators cannot be used.</summary>
    public string FaultCode { get; init; } = "indicators";

    /// <summary>Why the act cannot be about this indicator; null where it can.</summary>
    public Func<Indicator, string?> FaultOf { get; init; } = _ => null;

    public Func<Indicator, Directions> DirectionsOf { get; init; } = _ => Directions.Both;

    /// <summary>What whoever acts should know of this indicator.</summary>
    public Func<Indicator, IEnumerable<string>> NotesOn { get; init; } = _ => [];
}
