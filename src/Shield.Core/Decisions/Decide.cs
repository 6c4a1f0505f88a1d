using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Decisions;

/// <summary>
/// Evidence and acts in, answer out: no clock, no store, no log. What was asked is kept with its answer, for <c>explain</c>.
/// </summary>
/// <remarks>
/// <code>
/// (a) the indicator   hard never-block → Ignore · the newest act in force → Ignore or Block
/// (b) each sighting   sample, archived, not-useful, stale, below-severity → Ignore · the row of its type · of that, what its account's autonomy lets through
/// (c) per direction   the strongest sighting; one that is ignored takes nothing from another. Outbound, where sightings ignore it: the strongest blocked name that led there
/// (d) a block by these       soft never-block, domains-off, not-expressible, too-broad → Hold
/// </code>
/// </remarks>
public static class Decide
{
    /// <summary>
    /// A decision for every indicator that the ledger knows, by sighting, by act or by a name that led to it, in their order.
    /// </summary>
    public static ImmutableArray<Decision> All(LedgerContent ledger, DecisionContext context)
    {
        var known = new KnownEvidence(ledger.AsOf(context.Now, context.DatesAheadNoticed));
        var names = NamesIn(known, context);
        return [.. known.Indicators.Select(indicator => About(indicator, known, names.On(indicator), context))];
    }

    /// <summary>What is decided about one, also about one that the ledger does not know: as if somebody asked.</summary>
    public static Decision About(Indicator indicator, LedgerContent ledger, DecisionContext context)
    {
        var known = new KnownEvidence(ledger.AsOf(context.Now, context.DatesAheadNoticed));
        return About(indicator, known, NamesIn(known, context).On(indicator), context);
    }

    // A name's own decision never depends on where it leads to.
    private static ResolvedNames NamesIn(KnownEvidence known, DecisionContext context) =>
        new(known, name => About(new Indicator(name), known, [], context).Outbound, context);

    private static Decision About(Indicator indicator, KnownEvidence known, ImmutableArray<ResolvedAnswer> names, DecisionContext context)
    {
        var sightings = known.SightingsOf(indicator);
        var acts = known.ActsOn(indicator);
        var isCanary = NeverBlock.IsDocumentation(indicator) && sightings.Length > 0 && sightings.All(context.Policy.IsAcceptedSample);
        var never = NeverBlockChecks(indicator, isCanary, context);
        var soft = context.NeverBlock.SoftTouching(indicator);
        var judged = Judgement.OfAll(sightings, known.States, isRentable: soft.Any(match => match.List.Kind is SoftKind.Rentable), context);
        var isBlocked = judged.Any(judgement => judgement.Blocks);
        // What a sample's address may do, an answer of DNS may not.
        var byName = isCanary ? null : ResolvedAnswer.Strongest(names);
        var gates = Gates(indicator, soft, isHalved: isBlocked, context);

        DirectionAnswer Answer(Direction direction)
        {
            if (indicator.IsDomain && direction is Direction.Inbound)
            {
                // A name is where a connection goes to; who calls has an address.
                return new DirectionAnswer
                {
                    Verdict = Verdict.Ignore,
                    Reason = ReasonCode.OtherDirection,
                    Entries = [],
                };
            }

            var entries = EntriesOf(indicator, [.. acts.Where(act => act.Directions.Has(direction))], isCanary, context);
            var evidence = Stronger(Judgement.Strongest(judged, direction), direction is Direction.Outbound ? byName : null);
            var answer = never.FirstOrDefault(check => check.Answer is not null) is { } covered
                ? new DirectionAnswer
                {
                    Verdict = Verdict.Ignore,
                    Reason = covered.Name,
                    Entries = [],
                }
                : ByAct(indicator, acts, direction, context)
                    ?? (
                        (evidence.Verdict is Verdict.Block || evidence.Reason is ReasonCode.Ask)
                        && gates.FirstOrDefault(gate => gate.Answer is Verdict.Hold) is { } gate
                            ? evidence with
                            {
                                Verdict = Verdict.Hold,
                                Reason = gate.Name,
                            }
                            : evidence
                    );
            // An operator's word ranks above every severity, and takes none away: a person still wants to see how bad it was.
            var severity =
                answer is { Verdict: not Verdict.Ignore, Severity: 0 } && !sightings.IsEmpty
                    ? sightings.Max(sighting => sighting.Severity)
                    : answer.Severity;
            return answer with
            {
                Entries = entries,
                Severity = severity,
                IsExemptFromLimits =
                    answer.IsExemptFromLimits || (answer.Verdict is Verdict.Block && IsAccepted(indicator, acts, direction, context.Now)),
            };
        }

        return new Decision
        {
            Indicator = indicator,
            Inbound = Answer(Direction.Inbound),
            Outbound = Answer(Direction.Outbound),
            IsCanary = isCanary,
            Checks =
            [
                .. never,
                .. ActChecks(acts, context.Now),
                .. judged.Select(judgement => judgement.ToCheck()),
                .. names.Select(name => name.ToCheck()),
                .. isBlocked || byName is { Verdict: not Verdict.Ignore } ? gates : [],
                .. isBlocked ? [AskCheck(judged)] : ImmutableArray<Check>.Empty,
            ],
            Sightings = sightings,
            Acts = acts,
            Names = [.. names.Select(name => name.Resolution)],
        };
    }

    // Whoever owns a name says where it leads to, so it blocks nobody whom a finding leaves to a person.
    private static DirectionAnswer Stronger(DirectionAnswer bySightings, DirectionAnswer? byName) =>
        (bySightings.Verdict, byName) switch
        {
            (_, null) => bySightings,
            (Verdict.Ignore, { Verdict: not Verdict.Ignore }) => byName,
            (Verdict.Ignore, _) when bySightings.Reason is ReasonCode.OtherDirection => byName,
            (Verdict.Block, { Verdict: Verdict.Block }) => bySightings with
            {
                Until = byName.Until > bySightings.Until ? byName.Until : bySightings.Until,
            },
            _ => bySightings,
        };

    // An unblock of a part, newer than the block of the whole, is cut out like a never-block address: what was undone stays undone.
    private static ImmutableArray<AddressRange> EntriesOf(
        Indicator indicator,
        ImmutableArray<Act> acts,
        bool isCanary,
        DecisionContext context
    )
    {
        if (indicator.IsDomain)
        {
            return [];
        }

        var never = context.NeverBlock.Around(isCanary);
        if (indicator.Range.IsSingle)
        {
            return never.Overlaps(indicator.Range) ? [] : [indicator.Range];
        }

        var blocked = acts.Where(act =>
                act.Kind is ActKind.Block or ActKind.Approve && act.Indicator == indicator && act.IsInForce(context.Now)
            )
            .Max();
        var undone = acts.Where(act =>
                act.Kind is ActKind.Unblock or ActKind.Reject or ActKind.RemovedByHand
                && !act.Indicator!.Value.Covers(indicator)
                && act.IsInForce(context.Now)
            )
            .Where(act => act.CompareTo(blocked) > 0)
            .Select(act => act.Indicator!.Value.Range);
        // Each step costs what it cuts and no more: never-block may hold a hundred thousand ranges.
        var left = indicator.Range.Subtract(never);
        var open = RangeSet.Of(undone);
        return open.IsEmpty ? left : [.. left.SelectMany(range => range.Subtract(open))];
    }

    private static ImmutableArray<Check> NeverBlockChecks(Indicator indicator, bool isCanary, DecisionContext context)
    {
        var touching = context.NeverBlock.Touching(indicator, isCanary).ToDictionary(tier => tier.Reason);
        var isCovered = indicator.IsDomain ? touching.Count > 0 : context.NeverBlock.Around(isCanary).Contains(indicator.Range);
        return
        [
            .. NeverBlock.Reasons.Select(reason =>
                touching.TryGetValue(reason, out var tier)
                    ? new Check(reason, isCovered ? Verdict.Ignore : null, isCovered ? tier.Detail : $"{tier.Detail}: that part is cut out")
                    : new Check(reason, null, null)
            ),
        ];
    }

    private static DirectionAnswer? ByAct(Indicator indicator, ImmutableArray<Act> acts, Direction direction, DecisionContext context)
    {
        var newest = acts.Where(act => act.Directions.Has(direction) && Decides(act, indicator) && act.IsInForce(context.Now)).Max();
        return newest switch
        {
            null => null,
            { Kind: ActKind.Unblock } => Ignored(ReasonCode.Suppressed, newest),
            { Kind: ActKind.Reject } => Ignored(ReasonCode.Rejected, newest),
            { Kind: ActKind.RemovedByHand } => Ignored(ReasonCode.RemovedByHand, newest),
            _ when HoldOfAnAct(indicator, context) is { } reason => new DirectionAnswer
            {
                Verdict = Verdict.Hold,
                Reason = reason,
                Until = newest.Until,
                Entries = [],
            },
            _ => new DirectionAnswer
            {
                Verdict = Verdict.Block,
                Reason = ReasonCode.Operator,
                Until = newest.Until,
                Entries = [],
                Origin = new Origin(Type: null, newest.Id),
                IsExemptFromLimits = newest.AcceptedPlan is not null,
            },
        };
    }

    /// <summary>Whether an operator lifted the limits for it: its severity, its rank and its end stay those of its own evidence.</summary>
    private static bool IsAccepted(Indicator indicator, ImmutableArray<Act> acts, Direction direction, DateTimeOffset now) =>
        acts.Any(act => act.Kind is ActKind.Accept && act.Indicator == indicator && act.Directions.Has(direction) && act.IsInForce(now));

    /// <summary>A block or approval is about exactly its indicator; what undoes one also undoes everything inside.</summary>
    private static bool Decides(Act act, Indicator indicator) =>
        act.Kind switch
        {
            ActKind.Block or ActKind.Approve => act.Indicator == indicator,
            ActKind.Unblock or ActKind.Reject or ActKind.RemovedByHand => act.Indicator!.Value.Covers(indicator),
            _ => false,
        };

    private static DirectionAnswer Ignored(string reason, Act act) =>
        new()
        {
            Verdict = Verdict.Ignore,
            Reason = reason,
            Until = act.Until,
            Entries = [],
        };

    // An operator outranks the policy, not what the PCE can express, nor law 15.
    private static string? HoldOfAnAct(Indicator indicator, DecisionContext context) =>
        indicator.IsDomain ? WhyNoName(context)
        : Breadth.IsTooBroadForAnyList(indicator.Range) ? ReasonCode.TooBroad
        : null;

    private static ImmutableArray<Check> Gates(
        Indicator indicator,
        ImmutableArray<SoftMatch> soft,
        bool isHalved,
        DecisionContext context
    ) =>
        [
            .. from kind in context
                .NeverBlock.Soft.SelectMany(source => source.Lists)
                .Concat(soft.Select(match => match.List))
                .Select(list => list.Kind)
                .Distinct()
                .Order()
            let match = soft.FirstOrDefault(match => match.List.Kind == kind)
            select new Check(
                kind.ToWord(),
                match is null ? null
                    : kind.IsHeld() ? Verdict.Hold
                    : Verdict.Block,
                match is null || kind.IsHeld() || !isHalved ? match?.Detail : $"{match.Detail}: half the life"
            ),
            new(
                WhyNoName(context) ?? ReasonCode.DomainsOff,
                indicator.IsDomain && WhyNoName(context) is not null ? Verdict.Hold : null,
                indicator.IsDomain ? "a name needs a list and a rule of its own" : null
            ),
            new(
                ReasonCode.TooBroad,
                !indicator.IsDomain && indicator.Range.IsWiderThan(context.Policy.WidestV4, context.Policy.WidestV6) ? Verdict.Hold : null,
                null
            ),
        ];

    private static Check AskCheck(ImmutableArray<Judgement> judged)
    {
        var asking = judged
            .Where(judgement => judgement is { Blocks: true, IsAsked: true })
            .Select(judgement => judgement.Sighting.Key.Finding.Account)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var isHeld = judged.All(judgement => !judgement.Blocks || judgement.IsAsked);
        return new Check(ReasonCode.Ask, isHeld ? Verdict.Hold : null, asking is [] ? null : $"account {string.Join(", ", asking)}");
    }

    /// <summary>Null where a name can be put on a list.</summary>
    private static string? WhyNoName(DecisionContext context) =>
        context.Domains switch
        {
            DomainSupport.On => null,
            DomainSupport.Off => ReasonCode.DomainsOff,
            _ => ReasonCode.NotExpressible,
        };

    private static IEnumerable<Check> ActChecks(ImmutableArray<Act> acts, DateTimeOffset now) =>
        acts.Where(act => act.IsInForce(now))
            .Select(act => new Check(
                act.Kind switch
                {
                    ActKind.Unblock => ReasonCode.Suppressed,
                    ActKind.Reject => ReasonCode.Rejected,
                    ActKind.RemovedByHand => ReasonCode.RemovedByHand,
                    ActKind.Accept => ReasonCode.Accepted,
                    _ => ReasonCode.Operator,
                },
                act.Kind is ActKind.Block or ActKind.Approve ? Verdict.Block
                    : act.Kind is ActKind.Accept ? null
                    : Verdict.Ignore,
                $"by {act.Who}: {act.Why}"
            ));
}
