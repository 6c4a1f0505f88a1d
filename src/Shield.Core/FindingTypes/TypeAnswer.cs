namespace Shield.Core.FindingTypes;

/// <summary>What the row of a finding's type says about one circumstance.</summary>
public sealed record TypeAnswer
{
    public required Verdict Verdict { get; init; }

    /// <summary>For a <c>Block</c> the lists that it asks for; both for any other verdict, which is about the party as such.</summary>
    public required Directions Directions { get; init; }

    /// <summary>The reason code of the step that answered, such as <c>brute-force</c>; stable, others script against it.</summary>
    public required string Reason { get; init; }
}
