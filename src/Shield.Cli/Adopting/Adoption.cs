using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Reading;
using Shield.Operating.Undoing;
using Shield.Pce.Reading;

namespace Shield.Cli.Adopting;

/// <summary>What taking over a list would do, or did.</summary>
internal sealed record Adoption
{
    public required ExcludingList List { get; init; }

    /// <summary>Blocks by hand, each with an end.</summary>
    public required ImmutableArray<Act> Acts { get; init; }

    /// <summary>What of the list is not taken over.</summary>
    public required ImmutableArray<NotAdopted> Leaves { get; init; }

    /// <summary>Null where nothing is taken over.</summary>
    public required Foreseen? Foreseen { get; init; }

    /// <summary>What came of it; null where it was only shown.</summary>
    public ActResult? Done { get; init; }

    /// <summary>Whether never-block forbids some of it.</summary>
    public bool HasForbidden => Leaves.Any(left => left.IsForbidden);

    /// <param name="list">The list.</param>
    /// <param name="directions">In which it is blocked.</param>
    /// <param name="length">How long.</param>
    /// <param name="by">Who takes it over, and why.</param>
    /// <param name="now">How everything stands.</param>
    /// <param name="reader">Looks ahead.</param>
    public static Adoption Of(
        ExcludingList list,
        Directions directions,
        TimeSpan? length,
        Signature by,
        Situation now,
        SituationReader reader
    )
    {
        var decided = now.Decided;
        var judged = list
            .Draft.Concat(list.Active)
            .Distinct()
            .Order()
            .Select(entry => (Entry: entry, Not: WhyNot(entry, directions, decided)))
            .ToImmutableArray();
        ImmutableArray<Act> acts =
        [
            .. judged
                .Where(one => one.Not is null)
                .Select(one => OperatorAct.Make(ActKind.Block, one.Entry, directions, length, by, decided.Now, acceptedPlan: null)),
        ];
        return new Adoption
        {
            List = list,
            Acts = acts,
            Leaves = [.. judged.Select(one => one.Not).OfType<NotAdopted>()],
            Foreseen = Foreseen.Of(now, reader, acts),
        };
    }

    /// <summary>Null where it is taken over; a part that must never be blocked is cut out of it then.</summary>
    private static NotAdopted? WhyNot(Indicator entry, Directions directions, Decided decided)
    {
        if (Screening.FaultOfBlock(entry, decided.NeverBlock) is { } forbidden)
        {
            var reason = Screening.Check(entry, decided.NeverBlock).Reason ?? ReasonCode.TooBroad;
            return new NotAdopted(entry, reason, forbidden, IsForbidden: true);
        }

        var decision = decided.About(entry);
        return decision.Reason is ReasonCode.Suppressed or ReasonCode.Rejected or ReasonCode.RemovedByHand
                ? new NotAdopted(entry, decision.Reason, "an operator said that it is not blocked, and that stands", IsForbidden: false)
            : new[] { Direction.Inbound, Direction.Outbound }
                .Where(direction => directions.Has(direction))
                .All(direction => decision[direction].Verdict is Verdict.Block)
                ? new NotAdopted(entry, decision.Reason, "it is to be blocked already", IsForbidden: false)
            : null;
    }
}

/// <param name="Reason">A reason code.</param>
/// <param name="IsForbidden">It must never be blocked.</param>
internal sealed record NotAdopted(Indicator Entry, string Reason, string Detail, bool IsForbidden);
