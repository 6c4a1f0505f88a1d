using Shield.Core.FindingTypes;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

internal sealed record ActJson
{
    public required string Id { get; init; }

    public required ActKind Kind { get; init; }

    public string? Indicator { get; init; }

    public required Directions Directions { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? Until { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }

    public string? AcceptedPlan { get; init; }

    public string? Withdraws { get; init; }

    public static ActJson Of(Act act) =>
        new()
        {
            Id = act.Id,
            Kind = act.Kind,
            Indicator = act.Indicator?.ToString(),
            Directions = act.Directions,
            At = act.At,
            Until = act.Until,
            Who = act.Who,
            Why = act.Why,
            AcceptedPlan = act.AcceptedPlan,
            Withdraws = act.Withdraws,
        };

    public Act ToAct() =>
        new()
        {
            Id = Id,
            Kind = Kind,
            Indicator = Indicator is null ? null : Core.Indicators.Indicator.Parse(Indicator),
            Directions = Directions,
            At = At,
            Until = Until,
            Who = Who,
            Why = Why,
            AcceptedPlan = AcceptedPlan,
            Withdraws = Withdraws,
        };
}
