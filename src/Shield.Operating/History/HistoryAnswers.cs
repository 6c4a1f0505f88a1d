using System.Collections.Immutable;
using Shield.Operating.Checks;

namespace Shield.Operating.History;

/// <summary>Of <c>history verify</c>.</summary>
public sealed record HistoryVerifyAnswer(
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

public sealed record ChainEndRow(long Length, string Hash)
{
    public static ChainEndRow? Of(ChainEnd? end) => end is null ? null : new ChainEndRow(end.Length, end.Hash);
}
