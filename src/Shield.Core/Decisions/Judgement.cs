using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Core.Decisions;

/// <summary>What one sighting asks for, judged by itself.</summary>
/// <param name="Answers">One for each distinct circumstance of the sighting; exactly one where it is ignored before its row is
/// asked.</param>
/// <param name="End">Until when its support lasts; null without support.</param>
/// <param name="IsAsked">A block from it waits for a person: <c>Policy:Autonomy</c> of its account, or of all.</param>
internal sealed record Judgement(Sighting Sighting, ImmutableArray<TypeAnswer> Answers, DateTimeOffset? End, bool IsAsked)
{
    private static readonly DirectionAnswer Nothing = new()
    {
        Verdict = Verdict.Ignore,
        Reason = ReasonCode.OtherDirection,
        Entries = [],
    };

    public bool Blocks => Answers.Any(answer => answer.Verdict is Verdict.Block);

    public static ImmutableArray<Judgement> OfAll(
        ImmutableArray<Sighting> sightings,
        IReadOnlyDictionary<FindingKey, FindingState> states,
        bool isRentable,
        DecisionContext context
    )
    {
        ImmutableArray<ImmutableArray<TypeAnswer>> answers = [.. sightings.Select(sighting => AnswersOf(sighting, states, context.Policy))];
        var counted = sightings.Where((_, at) => answers[at].Any(answer => answer.Verdict is not Verdict.Ignore));
        var ends = BlockLife.EndsOf(counted, context.Policy.Lives, isRentable);
        return
        [
            .. sightings.Select(
                (sighting, at) =>
                {
                    var end = ends.TryGetValue(sighting.Key, out var supportedUntil) ? supportedUntil : (DateTimeOffset?)null;
                    return new Judgement(
                        sighting,
                        end <= context.Now ? [Ignored(ReasonCode.Stale)] : answers[at],
                        end,
                        IsAsked: context.Policy.AutonomyIn(sighting.Key.Finding.Account) is Autonomy.Ask
                    );
                }
            ),
        ];
    }

    /// <summary>Block over Hold over Ignore; then the greatest severity, the latest seen, the least finding id.</summary>
    public static DirectionAnswer Strongest(ImmutableArray<Judgement> judged, Direction direction)
    {
        var answers = judged
            .SelectMany(judgement =>
                judgement
                    .Answers.Where(answer => answer.Directions.Has(direction))
                    .Select(answer => (Of: judgement, Answer: judgement.Asked(answer)))
            )
            .ToList();
        if (answers.Count is 0)
        {
            return Nothing;
        }

        var (strongest, decisive) = answers.Aggregate((one, other) => Compare(other, one) > 0 ? other : one);
        return new DirectionAnswer
        {
            Verdict = decisive.Verdict,
            Reason = decisive.Reason,
            Severity = strongest.Sighting.Severity,
            Entries = [],
            Until = answers.Where(one => one.Answer.Verdict == decisive.Verdict).Max(one => one.Of.End),
            Origin =
                decisive.Verdict is Verdict.Block ? new Origin(strongest.Sighting.Latest.Type, strongest.Sighting.Key.Finding.Id) : null,
        };
    }

    public Check ToCheck()
    {
        var strongest = Answers.MaxBy(answer => answer.Verdict)!;
        return new Check(
            strongest.Reason,
            strongest.Verdict,
            Sighting.Key.Finding.Feed is null ? $"{Sighting.Latest.Type} {Sighting.Key.Finding.Id}" : Sighting.Latest.Type
        );
    }

    private static int Compare((Judgement Of, TypeAnswer Answer) one, (Judgement Of, TypeAnswer Answer) other)
    {
        var order = one.Answer.Verdict.CompareTo(other.Answer.Verdict);
        order = order is 0 ? one.Of.Sighting.Severity.CompareTo(other.Of.Sighting.Severity) : order;
        order = order is 0 ? one.Of.Sighting.LastSeen.CompareTo(other.Of.Sighting.LastSeen) : order;
        return order is 0 ? string.CompareOrdinal(other.Of.Sighting.Key.Finding.Id, one.Of.Sighting.Key.Finding.Id) : order;
    }

    // Of two accounts the one that may act blocks, by its own reports and for as long as those support it.
    private TypeAnswer Asked(TypeAnswer answer) =>
        IsAsked && answer.Verdict is Verdict.Block ? answer with { Verdict = Verdict.Hold, Reason = ReasonCode.Ask } : answer;

    // The steps of (b) before the row; "stale" is asked by the caller, who knows the ends.
    private static ImmutableArray<TypeAnswer> AnswersOf(
        Sighting sighting,
        IReadOnlyDictionary<FindingKey, FindingState> states,
        DecisionPolicy policy
    )
    {
        if (sighting.Key.Finding.Feed is { } feed)
        {
            return [AnswerOfFeed(feed, sighting, states, policy)];
        }

        var reason = sighting switch
        {
            { Latest.IsSample: true } when !policy.IsAcceptedSample(sighting) => ReasonCode.Sample,
            { Supported: null } => ReasonCode.Archived,
            _ when IsWithdrawn(sighting, states, policy) => ReasonCode.Archived,
            _ when IsNotUseful(sighting, states) => ReasonCode.NotUseful,
            _ when sighting.Severity < policy.MinimumSeverityIn(sighting.Key.Finding.Account) => ReasonCode.BelowSeverity,
            _ => null,
        };
        if (reason is not null)
        {
            return [Ignored(reason)];
        }

        var isObserved = policy.AutonomyIn(sighting.Key.Finding.Account) is Autonomy.Observe;
        return
        [
            .. sighting
                .Circumstances.Select(circumstance => TypeTable.Find(sighting.Latest.Type).Judge(circumstance, policy.Switches))
                .Select(answer => isObserved && answer.Verdict is not Verdict.Ignore ? Ignored(ReasonCode.Observe) : answer)
                .Distinct(),
        ];
    }

    // There is no row to ask: a list says who is bad, and the operator said in which direction that counts.
    private static TypeAnswer AnswerOfFeed(
        string feed,
        Sighting sighting,
        IReadOnlyDictionary<FindingKey, FindingState> states,
        DecisionPolicy policy
    ) =>
        !policy.Feeds.TryGetValue(feed, out var taken) ? Ignored(ReasonCode.FeedOff)
        : states.TryGetValue(sighting.Key.Finding, out var state) && state.IsArchived ? Ignored(ReasonCode.FeedDropped)
        : sighting.Severity < policy.MinimumSeverity ? Ignored(ReasonCode.BelowSeverity)
        : new TypeAnswer
        {
            Verdict = Verdict.Block,
            Directions = taken.Directions,
            Reason = ReasonCode.Feed,
        };

    private static bool IsWithdrawn(Sighting sighting, IReadOnlyDictionary<FindingKey, FindingState> states, DecisionPolicy policy) =>
        policy.OnArchive is OnArchive.Withdraw && states.TryGetValue(sighting.Key.Finding, out var state) && state.IsArchived;

    private static bool IsNotUseful(Sighting sighting, IReadOnlyDictionary<FindingKey, FindingState> states) =>
        states.TryGetValue(sighting.Key.Finding, out var state) && state.Feedback is { IsNotUseful: true };

    private static TypeAnswer Ignored(string reason) =>
        new()
        {
            Verdict = Verdict.Ignore,
            Directions = Directions.Both,
            Reason = reason,
        };
}
