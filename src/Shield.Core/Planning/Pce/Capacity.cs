namespace Shield.Core.Planning.Pce;

/// <summary>
/// How many entries may be ours. The PCE's limits count the entries of everybody's IP lists together (docs/pce.md#7-limits). At the
/// hard limit other people cannot add entries to their own lists either.
/// </summary>
/// <param name="MaxEntries"><c>Pce:MaxEntries</c>.</param>
/// <param name="OfOthers">Entries on the PCE that are no block of ours.</param>
/// <param name="LearntTotal">How many there were altogether when the PCE refused to take more; null where it never did of late.</param>
public sealed record Capacity(int MaxEntries, int OfOthers, int? LearntTotal)
{
    /// <summary><c>total_ip_list_entries</c>, by the PCE's default.</summary>
    public const int SoftLimit = 8_000;

    private const double Near = 0.9;

    public int ForOurs => Math.Max(0, Math.Min(MaxEntries, Math.Min(SoftLimit, LearntTotal ?? int.MaxValue) - OfOthers));

    /// <summary>From here on neighbours are summarised.</summary>
    public bool IsScarceWith(int ours) => ours > Near * ForOurs;

    /// <summary>Everybody's together come near the PCE's soft limit: somebody should look.</summary>
    public bool IsNearSoftLimitWith(int ours) => ours + OfOthers >= Near * SoftLimit;
}
