using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Operating.Acts;

/// <summary>Whether what acts ask for holds now, on the PCE as it is.</summary>
/// <param name="Standing">How the indicator stands; of several, the first for which it does not hold. Null where it holds for
/// several.</param>
/// <param name="Holds">An approved party is active, an unblocked one is on no list of ours; null where the PCE could not be read.</param>
public sealed record ActEffect(Standing? Standing, bool? Holds)
{
    /// <summary>Looks once for all acts of a command. Null where none of them is about an indicator.</summary>
    public static async Task<ActEffect?> ReadAsync(
        ImmutableArray<Act> acts,
        SituationReader reader,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (acts.All(act => act.Indicator is null))
        {
            return null;
        }

        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var threats = overview.Threats().ToDictionary(threat => threat.Decision.Indicator);
        ImmutableArray<ActEffect> effects =
        [
            .. from act in acts
            where act.Indicator is not null
            select Of(
                act,
                act.Indicator!.Value,
                threats.GetValueOrDefault(act.Indicator!.Value) ?? overview.About(act.Indicator!.Value),
                overview
            ),
        ];
        return effects is [var only]
            ? only
            : effects.FirstOrDefault(effect => effect.Holds is false)
                ?? effects.FirstOrDefault(effect => effect.Holds is null)
                ?? new ActEffect(null, Holds: true);
    }

    /// <summary>
    /// The same where the PCE cannot be read from here, as in a deployment in AWS: by what the last outcome left active, which the ledger
    /// knows. A range may stand there in pieces, of which nothing is known here: whether it is blocked is not told then.
    /// </summary>
    /// <param name="acts">What was done.</param>
    /// <param name="active">Null before the first outcome.</param>
    /// <param name="report">Of the reconcile that followed.</param>
    public static ActEffect? Of(ImmutableArray<Act> acts, Baseline? active, ReconcileReport report)
    {
        if (active is null || acts.All(act => act.Indicator is null))
        {
            return null;
        }

        var lists = Enum.GetValues<ListPurpose>().ToDictionary(list => list, list => active.On(list).ToHashSet());
        List<bool?> holds =
        [
            .. acts.Where(act => act.Indicator is not null).Select(act => IsInForce(act, act.Indicator!.Value, lists, report)),
        ];
        return new ActEffect(
            Standing: null,
            holds.Contains(false) ? false
                : holds.Contains(null) ? null
                : true
        );
    }

    private static bool? IsInForce(Act act, Indicator indicator, Dictionary<ListPurpose, HashSet<Indicator>> lists, ReconcileReport report)
    {
        if (act.Kind is ActKind.Unblock or ActKind.Reject or ActKind.Allow)
        {
            return !lists.Values.Any(entries => entries.Any(entry => entry.Overlaps(indicator)));
        }

        if (act.Kind is not (ActKind.Block or ActKind.Approve))
        {
            return true;
        }

        IEnumerable<ListPurpose> wanted = indicator.IsDomain
            ? [ListPurpose.Domains]
            : new[] { Direction.Inbound, Direction.Outbound }
                .Where(direction => act.Directions.Has(direction))
                .Select(direction => direction.ToList());
        return !indicator.IsDomain && !indicator.Range.IsSingle
            ? null
            : wanted.All(list =>
                lists[list].Any(entry => entry.Covers(indicator)) && (report.Unenforced ?? []).All(other => other.List != list)
            );
    }

    private static ActEffect Of(Act act, Indicator indicator, Threat threat, Overview overview)
    {
        var standing = new Standing(indicator.ToString(), threat.Decision.Verdict, threat.Decision.Directions, threat.State, threat.Reason);
        if (overview.Situation is not { } situation)
        {
            return new ActEffect(standing, Holds: null);
        }

        if (act.Kind is ActKind.Block or ActKind.Approve)
        {
            return new ActEffect(
                standing,
                threat.Decision.Verdict is Verdict.Block && threat.State is EntryState.Active or EntryState.Listed
            );
        }

        if (act.Kind is ActKind.Withdraw)
        {
            return new ActEffect(standing, Holds: !Waits(indicator, situation.Plan));
        }

        return act.Kind is ActKind.Unblock or ActKind.Reject or ActKind.Allow && IsOnAList(indicator, situation)
            ? new ActEffect(standing with { State = EntryState.Releasing, Reason = WhyStill(situation) ?? threat.Reason }, Holds: false)
            : new ActEffect(standing, Holds: true);
    }

    /// <summary>
    /// Whether an act about an indicator is about that name too: where the two share an address, or the name is that domain or below it.
    /// </summary>
    public static bool IsAbout(Indicator indicator, string name) =>
        Indicator.Parse(name) is var other
        && (indicator.Overlaps(other) || (indicator.Domain is { } above && other.Domain is { } below && below.IsAtOrBelow(above)));

    private static bool IsOnAList(Indicator indicator, Situation situation) =>
        situation.Plan.Lists.Any(list =>
            (list.Pair.Active?.Entries ?? []).Any(entry => list.Pair.Draft.Mark.IsOurs(entry) && entry.What.Overlaps(indicator))
        );

    /// <summary>What the others decide once the act is taken back does not hold on the PCE yet.</summary>
    private static bool Waits(Indicator indicator, Plan plan) =>
        plan
            .Add.Select(addition => addition.Entry)
            .Concat(plan.Remove.Select(removal => removal.Entry))
            .Concat(plan.KeptBack.Select(kept => kept.Addition.Entry))
            .Any(indicator.Overlaps);

    private static string? WhyStill(Situation situation) =>
        situation.Plan.Refused?.Reason
        ?? (situation.Plan.Paused is { StopsEverything: true } ? ReasonCode.Paused : null)
        ?? (situation.Decided.Context.Policy.Autonomy is Autonomy.Observe ? ReasonCode.NotApplied : null);
}
