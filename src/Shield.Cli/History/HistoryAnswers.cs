using System.Collections.Immutable;
using Shield.Cli.Checks;

namespace Shield.Cli.History;

/// <summary>Of <c>history verify</c>.</summary>
/// <param name="Checks">Each thing that was compared; one that could not be is <c>skip</c> and says why.</param>
/// <param name="Ok">Nothing fails: whatever could be compared agrees.</param>
/// <param name="History">Where history ends; null where it cannot be read.</param>
/// <param name="Acts">Where the acts end; null where they cannot be read.</param>
/// <param name="NotCovered">What no check speaks of.</param>
public sealed record HistoryVerifyAnswer(
    ImmutableArray<ExaminedRow> Checks,
    bool Ok,
    ChainEndRow? History,
    ChainEndRow? Acts,
    ImmutableArray<string> NotCovered
);

/// <summary>The end of a chain: whoever notes it elsewhere can tell later that everything up to it is still the same.</summary>
/// <param name="Length">How many records, or acts.</param>
/// <param name="Hash">Of the last one; all zeros before the first.</param>
public sealed record ChainEndRow(long Length, string Hash);
