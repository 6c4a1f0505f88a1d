using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Operating.Acts;
using Shield.Operating.Reading;

namespace Shield.Operating.Explain;

/// <summary>All that is known of one party, before it is told as JSON or as text.</summary>
public sealed record Explained
{
    public required Indicator Asked { get; init; }

    /// <summary>
    /// The decision that explains it, with its state: its own, or that of a wider indicator. Null for a party never seen.
    /// </summary>
    public required Threat? Subject { get; init; }

    public required ImmutableArray<CheckRow> Checks { get; init; }

    public required ImmutableArray<SightingRow> Sightings { get; init; }

    public required ImmutableArray<ActRow> Acts { get; init; }

    public required ImmutableArray<ResolvedRow> Resolved { get; init; }

    /// <summary>Null where no entry on the PCE covers it, or the PCE could not be read.</summary>
    public required EntryOnPce? OnPce { get; init; }

    /// <summary>On which workloads it is enforced; null where no active entry covers it, or the PCE could not be read.</summary>
    public required Reached? Reach { get; init; }

    /// <summary>Who of us talked with it; null where nobody asked.</summary>
    public required TalkedWith? Traffic { get; init; }

    /// <summary>What of other people's covers it as well. Empty where nothing does, or the PCE could not be read.</summary>
    public required ImmutableArray<Cover> Others { get; init; }

    /// <summary>Exclusion mode: by which rules an active block keeps it out, and through which it still gets.</summary>
    public required ImmutableArray<string> Excluded { get; init; }

    /// <summary>Commands and events that would change the answer.</summary>
    public required ImmutableArray<string> WouldChange { get; init; }

    /// <summary>Entries of our owner on the PCE that the ledger does not know.</summary>
    public required ImmutableArray<string> UnknownEntries { get; init; }

    /// <summary>That somebody paused Shield, as a sentence; null where nobody did.</summary>
    public required string? Paused { get; init; }

    /// <summary>Why the PCE could not be read; null where it was.</summary>
    public required string? Unreachable { get; init; }

    public EntryState State => Subject?.State ?? EntryState.Unknown;

    /// <summary>The wider indicator that the answer is really about; null where it is about what was asked.</summary>
    public Indicator? CoveredBy => Subject?.Decision.Indicator is { } about && about != Asked ? about : null;

    public bool IsDenied => Others.Any(cover => cover.IsDenied);
}

/// <summary>Where on the PCE it stands.</summary>
/// <param name="List">The list's name; of two lists both.</param>
/// <param name="Entry">The range as it stands there.</param>
/// <param name="PolicyVersion">The version that made it active, by our history; null where history does not say.</param>
/// <param name="Description">The entry's description: our mark, or whatever somebody else wrote.</param>
/// <param name="IsOurs">False: somebody else put it on our list.</param>
/// <param name="IsExempt">Somebody's exclusion on the same list lets through what was asked about: the entry denies it nothing.</param>
public sealed record EntryOnPce(string List, string Entry, long? PolicyVersion, string? Description, bool IsOurs, bool IsExempt);
