using Shield.Core.FindingTypes;

namespace Shield.Core.Decisions.Traffic;

/// <summary>In how regular use a party is: what <c>Policy:HoldWhenAllowedTraffic</c> holds by.</summary>
/// <remarks>
/// A workload of ours <em>regularly talks to</em> a party where it opened connections to it that were allowed, three or more, the first and
/// the last of them 48 hours or more apart. What the party opened does not count, however often it was let in: whether it calls is its own
/// choice, and an attacker who scans an open port every day would look like a partner (docs/traffic.md).
/// </remarks>
/// <param name="At">When the PCE was asked.</param>
/// <param name="Workloads">How many of ours regularly talk to it.</param>
public sealed record PartyUse(DateTimeOffset At, int Workloads)
{
    /// <summary>The PCE sums connections up and tells the first and the last: so far apart they were on three days, or on two.</summary>
    public static readonly TimeSpan RegularSpan = TimeSpan.FromHours(48);

    public const int RegularConnections = 3;

    /// <summary>The PCE left rows out.</summary>
    public bool IsAtLeast { get; init; }

    /// <summary>Why it is not known; null where the PCE answered.</summary>
    public string? NotKnown { get; init; }

    public static PartyUse Unknown(string why, DateTimeOffset at) => new(at, 0) { NotKnown = why };

    public static PartyUse Of(PartyTraffic traffic, DateTimeOffset at) =>
        traffic.NotKnown is { } why
            ? Unknown(why, at)
            : new PartyUse(at, traffic.Flows.GroupBy(flow => flow.WorkloadHref ?? flow.Workload).Count(IsRegular))
            {
                IsAtLeast = traffic.IsCut,
            };

    /// <summary>The reason to hold whoever is in that use; null where there is none.</summary>
    /// <param name="most">So many workloads and more hold it.</param>
    public string? WhyHeld(int most) =>
        Workloads >= most ? ReasonCode.InUse
        : IsAtLeast || NotKnown is not null ? ReasonCode.TrafficUnknown
        : null;

    private static bool IsRegular(IEnumerable<Flow> ofOneWorkload)
    {
        var opened = ofOneWorkload.Where(flow => flow is { Direction: Direction.Outbound, Decision: FlowDecision.Allowed }).ToList();
        return opened.Sum(flow => flow.Connections) >= RegularConnections
            && opened.Max(flow => flow.LastSeen) - opened.Min(flow => flow.FirstSeen) >= RegularSpan;
    }
}
