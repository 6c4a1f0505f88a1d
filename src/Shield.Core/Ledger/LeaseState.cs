namespace Shield.Core.Ledger;

/// <summary>Names a process well enough to tell, on its own host, whether it still lives.</summary>
public sealed record LeaseHolder(string Host, string BootId, int ProcessId, DateTimeOffset StartedAt)
{
    public override string ToString() => $"process {ProcessId} on {Host}";
}

/// <summary>Lease and generation in one item, so that neither can change unseen by the other.</summary>
public sealed record LeaseState
{
    public static readonly LeaseState Initial = new()
    {
        Fence = 0,
        Holder = null,
        Until = DateTimeOffset.MinValue,
        Generation = 0,
        CompletedGeneration = 0,
        CompletedReport = null,
    };

    /// <summary>Goes up with every taking; a writer with an old one is turned away.</summary>
    public required long Fence { get; init; }

    public required LeaseHolder? Holder { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required long Generation { get; init; }

    public required long CompletedGeneration { get; init; }

    /// <summary>What the last completed round came to, in JSON; null before the first.</summary>
    public required string? CompletedReport { get; init; }
}
