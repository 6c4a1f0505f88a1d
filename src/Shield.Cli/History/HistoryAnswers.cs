using System.Collections.Immutable;
using Shield.Cli.Checks;

namespace Shield.Cli.History;

/// <summary>Of <c>history verify</c>.</summary>
internal sealed record HistoryVerifyAnswer(
    ImmutableArray<ExaminedRow> Checks,
    bool Ok,
    ChainEndRow? History,
    ChainEndRow? Acts,
    ImmutableArray<string> NotCovered
)
{
    public static HistoryVerifyAnswer Of(VerifiedLedger verified) =>
        new(verified.Checks, verified.IsOk, ChainEndRow.Of(verified.History), ChainEndRow.Of(verified.Acts), VerifiedLedger.NotCovered);
}

internal sealed record ChainEndRow(long Length, string Hash)
{
    public static ChainEndRow? Of(ChainEnd? end) => end is null ? null : new ChainEndRow(end.Length, end.Hash);
}
