using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

internal enum FateKind
{
    Keep,

    /// <summary>Wanted, and on the active list only: written into the draft again.</summary>
    Add,
    Remove,

    /// <summary>Wanted in other pieces: it goes once they are there.</summary>
    Outdated,

    /// <summary>The ledger does not know it: it stays, and is shown.</summary>
    Orphan,

    /// <summary>Somebody took it off the draft, and nothing of ours wants it back.</summary>
    LeaveAlone,
}

/// <summary>What becomes of an entry of ours.</summary>
internal sealed record Fate(FateKind Kind)
{
    public static readonly Fate Added = new(FateKind.Add);
    public static readonly Fate Replaced = new(FateKind.Outdated);
    public static readonly Fate Orphaned = new(FateKind.Orphan);
    public static readonly Fate LeftAlone = new(FateKind.LeaveAlone);

    /// <summary>Of one that is removed.</summary>
    public string? Cause { get; private init; }

    /// <summary>The blocks that a kept entry stands for; none where it stays for another reason.</summary>
    public ImmutableArray<Addition> Stands { get; private init; } = [];

    /// <summary>Held ones that a summary kept on the list: they stay on it, each with an entry of its own.</summary>
    public ImmutableArray<Addition> LeavesBehind { get; init; } = [];

    /// <summary>Of an orphan that is removed for a part of it: the rest.</summary>
    public ImmutableArray<AddressRange> Remnants { get; init; } = [];

    public static Fate KeptFor(ImmutableArray<Addition> stands) => new(FateKind.Keep) { Stands = stands };

    public static Fate RemovedFor(string cause) => new(FateKind.Remove) { Cause = cause };
}

/// <summary>An entry with our mark, in one version of the list or in both.</summary>
internal sealed record OurEntry(Indicator What, EntryMark Mark, bool IsDrafted, bool IsActive)
{
    public static IEnumerable<OurEntry> Of(ListPair pair)
    {
        var drafted = Marked(pair.Draft);
        var active = pair.Active is { } list ? Marked(list) : [];
        return drafted
            .Concat(active)
            .DistinctBy(entry => entry.Key)
            .Select(entry => new OurEntry(entry.Key, entry.Value, drafted.ContainsKey(entry.Key), active.ContainsKey(entry.Key)));

        Dictionary<Indicator, EntryMark> Marked(PceList version) =>
            version
                .Entries.Where(pair.Draft.Mark.IsOurs)
                .DistinctBy(entry => entry.What)
                .ToDictionary(entry => entry.What, entry => entry.Mark!);
    }
}
