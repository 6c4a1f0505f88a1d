using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>One question that was put, and what came of it.</summary>
/// <param name="Name">The reason code that the question would give, such as <c>allowlisted</c>.</param>
/// <param name="Answer">The verdict it asks for where it fits; null where it does not fit.</param>
/// <param name="Detail">For people; null where there is nothing to add.</param>
public sealed record Check(string Name, Verdict? Answer, string? Detail);

/// <summary>Where an entry comes from, for its mark.</summary>
/// <param name="Type">The finding's type; null for an operator's act.</param>
public sealed record Origin(string? Type, string Id);

/// <summary>The answer for one direction.</summary>
public sealed record DirectionAnswer
{
    public required Verdict Verdict { get; init; }

    /// <summary>A <see cref="ReasonCode"/> or a reason of the table of types.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Of the strongest sighting, or of the name that led there; 0 without one. An operator's block ranks above every severity.
    /// </summary>
    public double Severity { get; init; }

    /// <summary>When this answer ends; null where nothing ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What of the indicator may stand on the list: itself, less whatever is never blocked, or was undone since.</summary>
    public required ImmutableArray<AddressRange> Entries { get; init; }

    /// <summary>Set with a <see cref="Verdict.Block"/>, and where one is held for what sits there.</summary>
    public Origin? Origin { get; init; }

    public bool IsOperators => Reason is ReasonCode.Operator;

    public static DirectionAnswer Ignored(string reason) =>
        new()
        {
            Verdict = Verdict.Ignore,
            Reason = reason,
            Entries = [],
        };

    /// <summary>An operator accepted the plan that kept it back: no limit holds it any more.</summary>
    public bool IsExemptFromLimits { get; init; }
}

/// <summary>The answer for one indicator at one moment. Never stored, so never out of date: ask again.</summary>
public sealed record Decision
{
    public required Indicator Indicator { get; init; }

    public required DirectionAnswer Inbound { get; init; }

    public required DirectionAnswer Outbound { get; init; }

    /// <summary>A documentation address whose sightings are all accepted samples (law 1's exception).</summary>
    public required bool IsCanary { get; init; }

    public required ImmutableArray<Check> Checks { get; init; }

    public required ImmutableArray<Sighting> Sightings { get; init; }

    /// <summary>All acts that bear on the indicator, in force or not; oldest first.</summary>
    public required ImmutableArray<Act> Acts { get; init; }

    /// <summary>The names that led to it, blocked or not, by the name.</summary>
    public required ImmutableArray<Resolution> Names { get; init; }

    public Verdict Verdict => Strongest.Verdict;

    public string Reason => Strongest.Reason;

    public DateTimeOffset? Until => Strongest.Until;

    /// <summary>Of the direction that gives the verdict.</summary>
    public ImmutableArray<AddressRange> Entries => Strongest.Entries;

    /// <summary>The directions that have the verdict; both for an ignored one.</summary>
    public Directions Directions =>
        (Inbound.Verdict == Verdict ? Directions.Inbound : Directions.None)
        | (Outbound.Verdict == Verdict ? Directions.Outbound : Directions.None);

    public DirectionAnswer this[Direction direction] => direction is Direction.Inbound ? Inbound : Outbound;

    // Between two equal verdicts the one that has something to say: "other-direction" says nothing.
    private DirectionAnswer Strongest =>
        (Outbound.Verdict, Outbound.Reason is not ReasonCode.OtherDirection).CompareTo(
            (Inbound.Verdict, Inbound.Reason is not ReasonCode.OtherDirection)
        ) > 0
            ? Outbound
            : Inbound;
}
