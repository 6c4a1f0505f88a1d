using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;

namespace Shield.Operating.NeverBlockLists;

/// <summary>What <c>never-block refresh</c> did, before it is told as JSON or as text.</summary>
/// <param name="File">Whose copy it is.</param>
/// <param name="From">Where the new copy comes from: a file or an address.</param>
/// <param name="Changes">What changed, for each kind of list in the file.</param>
/// <param name="UnreadBefore">Why the copy before could not be read, so that all counts as added; null where it could.</param>
/// <param name="IsWritten">False: the new copy says the same, byte for byte.</param>
public sealed record RefreshedList(SoftFile File, string From, ImmutableArray<ListChange> Changes, string? UnreadBefore, bool IsWritten);

/// <summary>What changed in the list of one kind, as the fewest blocks, or as names.</summary>
/// <param name="Entries">How many the new copy has.</param>
public sealed record ListChange(SoftKind Kind, int Entries, ImmutableArray<string> Added, ImmutableArray<string> Removed)
{
    /// <summary>So many of each are told.</summary>
    private const int MostSamples = 10;

    public IEnumerable<string> AddedSample => Added.Take(MostSamples);

    public IEnumerable<string> RemovedSample => Removed.Take(MostSamples);
}
