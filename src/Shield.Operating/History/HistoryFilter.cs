using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Operating.History;

/// <summary>Which events <c>history list</c> shows: all that is given must fit.</summary>
public sealed record HistoryFilter
{
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Not later than this.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>A part of the name of who asked, whatever its case.</summary>
    public required string? Who { get; init; }

    public required ImmutableArray<Indicator> Indicators { get; init; }

    /// <summary>Any of these; empty for every kind.</summary>
    public required ImmutableArray<string> Kinds { get; init; }

    public required int? Limit { get; init; }

    /// <param name="ledger">What it reads.</param>
    /// <param name="restores">Since then, as the PCE tells them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImmutableArray<HistoryEvent>> ReadAsync(
        ILedgerReader ledger,
        Func<DateTimeOffset, Task<ImmutableArray<PolicyRestore>>> restores,
        CancellationToken cancellationToken
    )
    {
        var since = Since ?? DateTimeOffset.UnixEpoch;
        var events = await ReadAllAsync(ledger, since, await restores(since), cancellationToken);
        return [.. events.Where(Fits).Take(Limit ?? int.MaxValue)];
    }

    /// <summary>The newest first; some older ones may be among them.</summary>
    public static async Task<ImmutableArray<HistoryEvent>> ReadAllAsync(
        ILedgerReader ledger,
        DateTimeOffset since,
        ImmutableArray<PolicyRestore> restores,
        CancellationToken cancellationToken
    )
    {
        var history = await ledger.ReadHistoryAsync(since, cancellationToken);
        return HistoryEvent.Of(history, (await ledger.ReadAsync(EvidenceScope.Only([]), cancellationToken)).Acts, restores);
    }

    private bool Fits(HistoryEvent happened) =>
        (Since is null || happened.At >= Since)
        && (Until is null || happened.At <= Until)
        && (Who is null || happened.Who?.Contains(Who, StringComparison.OrdinalIgnoreCase) is true)
        && (Indicators.IsEmpty || Indicators.Any(happened.IsAbout))
        && (Kinds.IsEmpty || Kinds.Contains(HistoryWords.KindOf(happened)));
}
