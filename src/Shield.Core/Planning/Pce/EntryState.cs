namespace Shield.Core.Planning.Pce;

/// <summary>What an operator sees of a party, derived from decision and PCE.</summary>
public enum EntryState
{
    /// <summary>The PCE could not be read, or nothing is known of the party.</summary>
    Unknown,

    /// <summary>Should be on the list, or blocking, and is not yet.</summary>
    Pending,

    /// <summary>
    /// On the active list, and used by an enabled active rule of ours of the right shape: new connections are blocked. Reach is another
    /// question.
    /// </summary>
    Active,

    /// <summary>
    /// On the list, and nothing proves an effect: a domain, or an earlier block of what is held now that no enabled rule of ours uses, or
    /// that an exclusion lets through.
    /// </summary>
    Listed,

    /// <summary>Should be off, still on.</summary>
    Releasing,
    Held,
    Ignored,

    /// <summary>Its reason is gone: by time or by an act.</summary>
    Ended,
}

public static class EntryStateWords
{
    /// <summary>As in JSON and in lists for others.</summary>
    public static string ToWord(this EntryState state) =>
        state switch
        {
            EntryState.Pending => "pending",
            EntryState.Active => "active",
            EntryState.Listed => "listed",
            EntryState.Releasing => "releasing",
            EntryState.Held => "held",
            EntryState.Ignored => "ignored",
            EntryState.Ended => "ended",
            EntryState.Unknown => "unknown",
        };
}
