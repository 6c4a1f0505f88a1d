using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Core.Telling;

/// <summary>What a reconcile shows to be wrong.</summary>
internal static class LoopProblems
{
    private const int MostNamed = 10;

    /// <summary>What fails for a moment heals by itself, at the next reconcile or the one after.</summary>
    private static readonly TimeSpan Passing = TimeSpan.FromMinutes(10);

    public static IEnumerable<Problem> In(Situation situation, ReconcileReport report)
    {
        var plan = situation.Plan;
        foreach (var list in report.Unenforced ?? situation.Unenforced)
        {
            yield return new Problem(
                NewsKind.NotEnforced,
                $"not-enforced:{list.List.ToWord()}",
                $"nothing is blocked {list.List.ToWord()}: the rule that uses our list is {list.Condition.ToWord()}"
                    + (list.Detail is null ? "" : $" ({list.Detail})")
            );
        }

        if (plan.Refused is { } refused)
        {
            yield return new Problem(NewsKind.Refused, $"refused:{refused.Reason}", $"nothing can be written: {refused.Detail}")
            {
                Reason = refused.Reason,
            };
        }

        // What a pause, a refusal of all, or a source that cannot be read keeps back is told as that.
        foreach (
            var kept in plan
                .KeptBack.Where(kept => kept.Reason is not (ReasonCode.Paused or ReasonCode.NeverBlockUnreadable))
                .GroupBy(kept => kept.Reason)
        )
        {
            yield return OfKeptBack(kept.Key, [.. kept.DistinctBy(one => one.Addition.Indicator)]);
        }

        foreach (var source in situation.Decided.NeverBlock.Unreadable)
        {
            yield return new Problem(
                NewsKind.Unhealthy,
                $"never-block:{Digest(source)}",
                $"a source of never-block cannot be read, so no new block is made: {source}"
            );
        }

        foreach (var alarm in situation.Alarms)
        {
            yield return new Problem(NewsKind.Unhealthy, $"alarm:{Digest(alarm)}", alarm);
        }
    }

    public static Problem Of(Exception fault) =>
        fault switch
        {
            PceException { Fault: PceFault.Credentials or PceFault.Forbidden } refused => new Problem(
                NewsKind.Unhealthy,
                "pce:credentials",
                $"the PCE refuses the key, so nothing is written: {refused.Message}"
            ),
            PceException failure => new Problem(
                NewsKind.Unhealthy,
                "pce",
                $"the PCE cannot be read or written, so what is decided waits: {failure.Message}"
            )
            {
                Patience = Passing,
            },
            _ => new Problem(NewsKind.Unhealthy, "reconcile", $"no reconcile comes to an end: {fault.Message}") { Patience = Passing },
        };

    private static string Digest(string text) => News.IdOf(NewsKind.Unhealthy, text)[..12];

    private static Problem OfKeptBack(string reason, ImmutableArray<KeptBack> kept)
    {
        var named = string.Join(", ", kept.Take(MostNamed).Select(one => one.Addition.Indicator.ToString()));
        var more = kept.Length > MostNamed ? $" and {kept.Length - MostNamed} more" : "";
        return new Problem(NewsKind.KeptBack, $"kept-back:{reason}", $"additions are kept back ({reason}): {named}{more}")
        {
            Reason = reason,
            Severity = kept.Max(one => one.Addition.Answer.Severity),
        };
    }
}
