using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>Finds the policy version that took an entry off a list.</summary>
internal static class Departures
{
    /// <summary>So many versions are read one by one, newest first, which finds the last departure whatever happened before.</summary>
    private const int MostInTurn = 16;

    /// <summary>Versions read at most; older ones are found by halves.</summary>
    private const int MostReads = 48;

    /// <param name="removals">What was on the lists at the first version, and is not at the newest.</param>
    /// <param name="first">The number of that version.</param>
    /// <returns>For each entry the number of the version; without those for which it could not be found out.</returns>
    public static async Task<Dictionary<MissingEntry, long>> FindAsync(
        ImmutableArray<MissingEntry> removals,
        ImmutableArray<ListPair> lists,
        long first,
        PolicyVersions versions,
        CancellationToken cancellationToken
    )
    {
        var between = removals.ToDictionary(removal => removal, _ => (There: first, Gone: versions.Newest.Number));
        for (var reads = 0; reads < MostReads && between.Values.Where(IsOpen).ToList() is [_, ..] open; reads++)
        {
            var (there, gone) = open.MaxBy(range => range.Gone);
            var probe = reads < MostInTurn ? gone - 1 : there + ((gone - there) / 2);
            if (await versions.FindListsAsync(probe, cancellationToken) is not { } version)
            {
                break;
            }

            foreach (var (removal, range) in between.Where(one => one.Value.There < probe && probe < one.Value.Gone).ToList())
            {
                between[removal] = IsOn(version, removal, lists) ? range with { There = probe } : range with { Gone = probe };
            }
        }

        return between.Where(one => !IsOpen(one.Value) && one.Value.Gone > first).ToDictionary(one => one.Key, one => one.Value.Gone);
    }

    private static bool IsOpen((long There, long Gone) range) => range.Gone - range.There > 1;

    private static bool IsOn(ImmutableArray<PceList> version, MissingEntry removal, ImmutableArray<ListPair> lists)
    {
        var draft = lists.First(pair => pair.List == removal.List).Draft;
        return version.Any(list =>
            list.Href == draft.Href && list.Entries.Any(entry => draft.Mark.Blocks(entry) && entry.What == removal.Entry)
        );
    }
}
