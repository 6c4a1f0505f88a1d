using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Reading;

namespace Shield.Operating.Status;

/// <summary>How everything stands, before it is told as JSON or as text.</summary>
/// <param name="Answer">What is data and nothing else.</param>
public sealed record StatusResult(StatusAnswer Answer)
{
    public required PceMode Mode { get; init; }

    public required Autonomy Autonomy { get; init; }

    /// <summary>Why the PCE could not be read; null where it was.</summary>
    public required PceException? Unreachable { get; init; }

    /// <summary>The pause in force; null for none.</summary>
    public required PauseFlag? Pause { get; init; }

    /// <summary>Nothing of this owner stands on the PCE yet.</summary>
    public required bool IsNotInitialised { get; init; }

    /// <summary>Parties that wait for a person, counted as <c>plan</c> counts them.</summary>
    public required int Held { get; init; }

    /// <summary>Indicators whose block is active.</summary>
    public required int Active { get; init; }

    public required ImmutableArray<RuleStanding> Rules { get; init; }

    public required Reached Reach { get; init; }
}

/// <summary>A rule of ours, and what the PCE itself answers for a listed address.</summary>
/// <param name="Proof">One that tells against the rule before one that tells for it; null where nothing was asked.</param>
public sealed record RuleStanding(BlockingRule Rule, Proof? Proof)
{
    public bool IsInForce => Rule.Condition is RuleCondition.InForce;

    /// <summary>Which rule, what is wrong with it, and what the PCE answered; null where there is nothing to tell.</summary>
    public string? Detail => (Rule.Detail, Proof?.Detail) is ({ } rule, { } proof) ? $"{rule}; {proof}" : Rule.Detail ?? Proof?.Detail;

    public static RuleStanding Of(BlockingRule rule, IEnumerable<Proof> proofs)
    {
        var about = proofs.Where(proof => rule.List == proof.Contact.Direction.ToList()).ToList();
        return new RuleStanding(rule, about.Find(proof => !proof.IsBlocked) ?? about.FirstOrDefault());
    }
}
