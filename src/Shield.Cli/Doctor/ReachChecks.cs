using System.Collections.Immutable;
using Shield.Cli.Checks;
using Shield.Cli.Hosting;
using Shield.Cli.Reading;
using Shield.Core.FindingTypes;
using Shield.Core.Reconciling;
using Shield.Pce.Reaching;

namespace Shield.Cli.Doctor;

/// <summary>Whether hosts really enforce what is listed, in each direction.</summary>
internal static class ReachChecks
{
    private const string Name = "reach";

    private static readonly string OutOfScope = ReachReason.OutOfScope.ToWord();

    public static async Task<ImmutableArray<ExaminedRow>> MakeAsync(
        Composition composition,
        Situation? situation,
        CancellationToken cancellationToken
    )
    {
        if (situation is null || composition.Reaching is not { } reaching)
        {
            return [ExaminedRow.Skip(Name, "the PCE was not read")];
        }

        var reach = (await reaching.AskAsync([.. AskedBlock.AllOf(situation)], composition.Now, cancellationToken)).Answer;
        return reach.Known ? [.. reach.Rows.Select(Of)] : [ExaminedRow.Skip(Name, $"unknown: {reach.Detail}")];
    }

    private static ExaminedRow Of(ReachRow row)
    {
        var name = $"{Name}-{row.Direction}{(row.Family is "ipv6" ? "-ipv6" : "")}";
        var others = row.Others.Where(other => other.Reason != OutOfScope).ToList();
        var seen =
            ReachText.Headline(row)
            + string.Concat(row.Others.Select(other => $"; {other.Count} {other.Reason}: {ReachText.NamesOf(other)}"));
        const string remedy = "docs/reach.md says of each reason what to do about it";
        return row switch
        {
            { Workloads: 0 } => ExaminedRow.Warn(
                name,
                "the PCE has no managed workload: nobody enforces anything",
                "pair workloads with the PCE"
            ),
            { Proof: "not-proved" } => ExaminedRow.Fail(
                name,
                $"the PCE's own policy check does not name our rule for {string.Join(", ", row.Samples.Where(sample => !sample.Blocked).Select(sample => $"{sample.Address} on {sample.Workload}"))}; {seen}",
                remedy
            ),
            { Enforcing: 0 } when others is not [] => ExaminedRow.Fail(name, seen, remedy),
            _ when others is [] => ExaminedRow.Pass(name, seen),
            _ => ExaminedRow.Warn(name, seen, remedy),
        };
    }
}
