using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Planning.Desired;

/// <summary>Which lists a decision is about, and with which entries.</summary>
public static class Placement
{
    public static IEnumerable<ListPurpose> Lists(this Decision decision) =>
        decision.Indicator.IsDomain ? [ListPurpose.Domains] : [ListPurpose.Inbound, ListPurpose.Outbound];

    public static DirectionAnswer On(this Decision decision, ListPurpose list) => decision[list.ToDirection()];

    /// <summary>None where the decision is about other lists.</summary>
    public static IEnumerable<Indicator> EntriesOn(this Decision decision, ListPurpose list) =>
        (decision.Indicator.IsDomain, list) switch
        {
            (true, ListPurpose.Domains) => [decision.Indicator],
            (false, not ListPurpose.Domains) => decision.On(list).Entries.Select(range => new Indicator(range)),
            _ => [],
        };

    public static bool Blocks(this Decision decision, ListPurpose list) =>
        decision.Lists().Contains(list) && decision.On(list).Verdict is Verdict.Block;

    public static bool Holds(this Decision decision, ListPurpose list) =>
        decision.Lists().Contains(list) && decision.On(list).Verdict is Verdict.Hold;
}
