using System.Collections.Immutable;
using Shield.Core.Decisions;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// Faults that can be seen on lists of one owner. They are looked for here alone; a plan and each form of <c>init</c> say in their own
/// words
/// what to do about one.
/// </summary>
public static class ListFaults
{
    public static ImmutableArray<PceList> OfOtherMode(IEnumerable<PceList> lists, PceMode mode) =>
        [.. lists.Where(list => list.Mark.Mode != mode)];

    /// <summary>Those that carry one mark, where several do; else none.</summary>
    public static ImmutableArray<PceList> Twins(IEnumerable<PceList> lists) =>
        lists.GroupBy(list => list.Mark).FirstOrDefault(same => same.Count() > 1) is { } twins ? [.. twins] : [];

    public static ImmutableArray<PceList> PendingDeletion(IEnumerable<PceList> lists) =>
        [.. lists.Where(list => list.Pending is PendingUpdate.Delete)];

    /// <summary>The first inclusion on a deny list that no list of ours may hold.</summary>
    public static (PceList List, ListEntry Entry)? TooBroad(IEnumerable<PceList> lists) =>
        lists
            .Where(list => list.Mark.Mode is PceMode.Deny)
            .SelectMany(list => list.Entries.Select(entry => (list, entry)))
            .Where(one => !one.entry.IsExclusion && Breadth.IsTooBroadForAnyList(one.entry.What))
            .Select(one => ((PceList, ListEntry)?)one)
            .FirstOrDefault();

    /// <summary>As people look for them: names, and the hrefs that tell equal names apart.</summary>
    public static string Named(IEnumerable<PceList> lists) => string.Join(", ", lists.Select(list => $"'{list.Name}' ({list.Href})"));
}
