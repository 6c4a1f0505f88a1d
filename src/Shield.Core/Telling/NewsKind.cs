using System.Collections.Immutable;

namespace Shield.Core.Telling;

public enum NewsKind
{
    /// <summary>A block became active: the policy blocks it (law 16).</summary>
    Blocked,

    /// <summary>It waits for a person.</summary>
    Held,

    /// <summary>A block of ours ended: by time, act or never-block.</summary>
    Ended,

    /// <summary>Somebody took an entry of ours off the PCE.</summary>
    RemovedByHand,

    /// <summary>A list of ours holds blocks, and no enabled rule of ours uses it.</summary>
    NotEnforced,

    /// <summary>Additions wait: for a limit, for room, for somebody's draft.</summary>
    KeptBack,

    /// <summary>The PCE would not take entries of ours, or nothing may be written at all.</summary>
    Refused,

    /// <summary>Somebody paused Shield on this PCE.</summary>
    Paused,

    /// <summary>Something does not work: the PCE, a source of never-block, a second ledger.</summary>
    Unhealthy,

    /// <summary>Something that was told as wrong, or as paused, is over.</summary>
    Recovered,
}

public static class NewsKinds
{
    public static readonly ImmutableArray<NewsKind> All = [.. Enum.GetValues<NewsKind>()];

    /// <summary>As in settings and in JSON.</summary>
    public static string ToWord(this NewsKind kind) =>
        kind switch
        {
            NewsKind.RemovedByHand => "removed-by-hand",
            NewsKind.NotEnforced => "not-enforced",
            NewsKind.KeptBack => "kept-back",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>Null for a word that names no kind.</summary>
    public static NewsKind? Find(string? word) =>
        All.Where(kind => kind.ToWord().Equals(word, StringComparison.OrdinalIgnoreCase)).Select(kind => (NewsKind?)kind).FirstOrDefault();

    /// <summary>Somebody must look now: quiet hours do not hold it up.</summary>
    public static bool IsUrgent(this NewsKind kind) => kind is NewsKind.Held or NewsKind.Unhealthy;
}
