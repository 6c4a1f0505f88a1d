using System.Collections.Immutable;
using Shield.Operating.Reading;

namespace Shield.Operating.NeverBlockLists;

/// <summary>
/// One tier, of <c>never-block list</c>: a hard one, or what a file has of one kind. A file that cannot be read has one row, without a
/// kind.
/// </summary>
public sealed record NeverBlockRow
{
    /// <summary>The reason code; null of a file that cannot be read and says its kinds by itself.</summary>
    public required string? Tier { get; init; }

    /// <summary><c>hard</c> or <c>soft</c>.</summary>
    public required string Strength { get; init; }

    /// <summary>What is behind it, or the file's name in the settings.</summary>
    public required string Source { get; init; }

    public required string? Path { get; init; }

    /// <summary>When the file was last written.</summary>
    public required DateTimeOffset? Modified { get; init; }

    /// <summary>Runs of addresses: entries that overlap or adjoin count as one.</summary>
    public required int Runs { get; init; }

    public required int Names { get; init; }

    /// <summary>Why it cannot be read; then no new block is made.</summary>
    public required string? Fault { get; init; }
}

/// <summary>A row and what it is about, before it is told as JSON or as text.</summary>
/// <param name="IsHard">False: it is of a soft list.</param>
public sealed record NeverBlockSource(bool IsHard, NeverBlockRow Row);

/// <summary>Of <c>never-block check</c>.</summary>
public sealed record NeverBlockCheckAnswer
{
    public required string Indicator { get; init; }

    public required ImmutableArray<TouchedRow> Tiers { get; init; }

    /// <summary>What would be decided if a finding of severity 10 named it now.</summary>
    public required VerdictRow ByFinding { get; init; }

    /// <summary>What would be decided if an operator blocked it now.</summary>
    public required VerdictRow ByOperator { get; init; }

    /// <summary>What is decided now; null of a party that nothing is known of.</summary>
    public required VerdictRow? Now { get; init; }

    /// <summary>Sources that could not be asked.</summary>
    public required ImmutableArray<string> Unreadable { get; init; }
}

/// <param name="Covers"><c>whole</c> or <c>part</c>; a soft tier is never cut out, whatever it covers.</param>
public sealed record TouchedRow(string Tier, string Strength, string Covers, string Detail)
{
    public static TouchedRow Of(TouchedTier tier) =>
        new(tier.Name, NeverBlockWords.Strength(tier.IsHard), tier.Coverage.ToWord(), tier.Detail);
}

/// <summary>A tier of never-block that covers all or a part of what was asked.</summary>
/// <param name="Name">The reason code.</param>
public sealed record TouchedTier(string Name, bool IsHard, Coverage Coverage, string Detail);

/// <summary>The answer of <c>never-block check</c>, before it is told as JSON or as text.</summary>
/// <param name="Answer">All but its tiers.</param>
public sealed record NeverBlockCheck(NeverBlockCheckAnswer Answer, ImmutableArray<TouchedTier> Tiers)
{
    public NeverBlockCheckAnswer ToAnswer() => Answer with { Tiers = [.. Tiers.Select(TouchedRow.Of)] };
}

public static class NeverBlockWords
{
    public static string Strength(bool isHard) => isHard ? "hard" : "soft";
}

/// <param name="Reason">Null where findings or an operator would be the only reason.</param>
public sealed record VerdictRow(string Verdict, string? Reason);
