using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Reconciling;
using Shield.Operating.Checks;
using Shield.Operating.Reading;
using Shield.Pce.Reaching;

namespace Shield.Operating.Doctor;

/// <summary>Whether hosts really enforce what is listed, in each direction.</summary>
public static class ReachChecks
{
    private const string Name = "reach";

    public static async Task<ImmutableArray<ExaminedRow>> MakeAsync(
        Reaching? reaching,
        Situation? situation,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (situation is null || reaching is null)
        {
            return [ExaminedRow.Skip(Name, "the PCE was not read")];
        }

        var reached = await reaching.AskAsync([.. ReachQuery.AllOf(situation)], now, cancellationToken);
        return reached.WhyUnknown is { } why ? [ExaminedRow.Skip(Name, $"unknown: {why}")] : [.. reached.Blocks.Select(Of)];
    }

    private static ExaminedRow Of(BlockReach block)
    {
        var name = $"{Name}-{block.Direction.ToWord()}{(block.IsIpv6 ? "-ipv6" : "")}";
        var seen =
            ReachText.Headline(block)
            + string.Concat(block.Others.Select(same => $"; {same.Count()} {same.Key.ToWord()}: {ReachText.NamesOf(same)}"));
        const string remedy = "docs/reach.md says of each reason what to do about it";
        return block switch
        {
            { Workloads: 0 } => ExaminedRow.Warn(
                name,
                "the PCE has no managed workload: nobody enforces anything",
                "pair workloads with the PCE"
            ),
            { IsDisproved: true } => ExaminedRow.Fail(
                name,
                $"the PCE's own policy check does not name our rule for {ReachText.DisprovedOf(block)}; {seen}",
                remedy
            ),
            { Enforcing: 0, IsWhole: false } => ExaminedRow.Fail(name, seen, remedy),
            { IsWhole: true } => ExaminedRow.Pass(name, seen),
            _ => ExaminedRow.Warn(name, seen, remedy),
        };
    }
}
