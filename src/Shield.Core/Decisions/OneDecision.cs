using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>What is decided about one indicator: the steps of <see cref="Decide"/>, in their order.</summary>
internal sealed class OneDecision
{
    private static readonly ImmutableArray<Check> Untouched = [.. NeverBlock.Reasons.Select(reason => new Check(reason, null, null))];

    private readonly Indicator _indicator;
    private readonly DecisionContext _context;
    private readonly ImmutableArray<Sighting> _sightings;
    private readonly ImmutableArray<Act> _acts;
    private readonly ImmutableArray<ResolvedAnswer> _names;
    private readonly bool _isCanary;
    private readonly ImmutableArray<Check> _never;
    private readonly ImmutableArray<Judgement> _judged;
    private readonly ImmutableArray<Check> _gates;

    /// <summary>The strongest of the blocked names that led to it; null where there is none.</summary>
    private readonly DirectionAnswer? _byName;

    /// <param name="names">What the names that led to it say of it.</param>
    public OneDecision(Indicator indicator, KnownEvidence known, ImmutableArray<ResolvedAnswer> names, DecisionContext context)
    {
        (_indicator, _context, _names) = (indicator, context, names);
        _sightings = known.SightingsOf(indicator);
        _acts = known.ActsOn(indicator);
        _isCanary = NeverBlock.IsDocumentation(indicator) && _sightings.Length > 0 && _sightings.All(context.Policy.IsAcceptedSample);
        _never = NeverBlockChecks();
        var soft = context.NeverBlock.SoftTouching(indicator);
        var isRentable = soft.Any(match => match.List.Kind is SoftKind.Rentable);
        _judged = Judgement.OfAll(_sightings, known.States, isRentable, context);

        // What a sample's address may do, an answer of DNS may not.
        _byName = _isCanary ? null : ResolvedAnswer.Strongest(names);
        _gates = Gates.Of(indicator, soft, isHalved: IsBlockedBySightings, context);
    }

    private bool IsBlockedBySightings => _judged.Any(judgement => judgement.Blocks);

    public Decision Make() =>
        new()
        {
            Indicator = _indicator,
            Inbound = Answer(Direction.Inbound),
            Outbound = Answer(Direction.Outbound),
            IsCanary = _isCanary,
            Checks =
            [
                .. _never,
                .. OperatorsWord.Checks(_acts, _context.Now),
                .. _judged.Select(judgement => judgement.ToCheck()),
                .. _names.Select(name => name.ToCheck()),
                .. IsBlockedBySightings || _byName is { Verdict: not Verdict.Ignore } ? _gates : [],
                .. IsBlockedBySightings ? [Gates.Ask(_judged)] : ImmutableArray<Check>.Empty,
            ],
            Sightings = _sightings,
            Acts = _acts,
            Names = [.. _names.Select(name => name.Resolution)],
        };

    private DirectionAnswer Answer(Direction direction)
    {
        if (_indicator.IsDomain && direction is Direction.Inbound)
        {
            // A name is where a connection goes to; who calls has an address.
            return DirectionAnswer.Ignored(ReasonCode.OtherDirection);
        }

        var answer = OfNeverBlock() ?? OperatorsWord.On(_indicator, _acts, direction, _context) ?? OfEvidence(direction);
        return answer with
        {
            Entries = Entries([.. _acts.Where(act => act.Directions.Has(direction))]),
            Severity = SeverityOf(answer),
            IsExemptFromLimits =
                answer.IsExemptFromLimits
                || (answer.Verdict is Verdict.Block && OperatorsWord.LiftsLimits(_indicator, _acts, direction, _context.Now)),
        };
    }

    private DirectionAnswer? OfNeverBlock() =>
        _never.FirstOrDefault(check => check.Answer is not null) is { } covered ? DirectionAnswer.Ignored(covered.Name) : null;

    private DirectionAnswer OfEvidence(Direction direction)
    {
        var evidence = Stronger(Judgement.Strongest(_judged, direction), direction is Direction.Outbound ? _byName : null);
        var isToPass = evidence.Verdict is Verdict.Block || evidence.Reason is ReasonCode.Ask;
        return isToPass && _gates.FirstOrDefault(gate => gate.Answer is Verdict.Hold) is { } closed
            ? evidence with
            {
                Verdict = Verdict.Hold,
                Reason = closed.Name,
            }
            : evidence;
    }

    // An operator's word ranks above every severity, and takes none away: a person still wants to see how bad it was.
    private double SeverityOf(DirectionAnswer answer) =>
        answer is { Verdict: not Verdict.Ignore, Severity: 0 } && !_sightings.IsEmpty
            ? _sightings.Max(sighting => sighting.Severity)
            : answer.Severity;

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
    private ImmutableArray<AddressRange> Entries(ImmutableArray<Act> acts)
    {
        if (_indicator.IsDomain)
        {
            return [];
        }

        var never = _context.NeverBlock.Around(_isCanary);
        if (_indicator.Range.IsSingle)
        {
            return never.Overlaps(_indicator.Range) ? [] : [_indicator.Range];
        }

        // Each step costs what it cuts and no more: never-block may hold a hundred thousand ranges.
        var left = _indicator.Range.Subtract(never);
        var undone = RangeSet.Of(OperatorsWord.UndoneIn(_indicator, acts, _context.Now));
        return undone.IsEmpty ? left : [.. left.SelectMany(range => range.Subtract(undone))];
    }

    private ImmutableArray<Check> NeverBlockChecks()
    {
        // Most parties are touched by none of them: one question answers for all.
        if (!_indicator.IsDomain && !_context.NeverBlock.Around(isCanary: false).Overlaps(_indicator.Range))
        {
            return Untouched;
        }

        var touching = _context.NeverBlock.Touching(_indicator, _isCanary).ToDictionary(tier => tier.Reason);
        var isCovered = _indicator.IsDomain ? touching.Count > 0 : _context.NeverBlock.Around(_isCanary).Contains(_indicator.Range);
        return
        [
            .. NeverBlock.Reasons.Select(reason =>
                touching.TryGetValue(reason, out var tier)
                    ? new Check(reason, isCovered ? Verdict.Ignore : null, isCovered ? tier.Detail : $"{tier.Detail}: that part is cut out")
                    : new Check(reason, null, null)
            ),
        ];
    }
}
