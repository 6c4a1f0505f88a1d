using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Operating.Reading;

/// <summary>
/// Entries with our owner's mark that the ledger does not know. Mostly a command was started with another ledger than usual: from another
/// directory, or with another settings file. Whoever goes on so has two ledgers that decide about the same lists.
/// </summary>
public static class UnknownEntries
{
    private const int MostNamed = 3;

    /// <summary>Null where there are none, or the PCE could not be read.</summary>
    public static string? Sentence(Situation? situation, string ledger) =>
        situation is null
            ? null
            : Sentence(
                [.. situation.Plan.Lists.SelectMany(list => list.Orphans).Select(orphan => orphan.Entry.ToString()).Distinct()],
                situation.Plan.Lists.Select(list => list.Pair.Draft.Mark.Owner).FirstOrDefault(),
                ledger
            );

    public static string? Sentence(IReadOnlyCollection<string> entries, string? owner, string ledger) =>
        Sentence(entries.Count, entries, owner, ledger);

    /// <summary>What a reconcile found, here or in AWS.</summary>
    public static string? Sentence(ChangedBlocks? orphans, string? owner, string ledger) =>
        Sentence(orphans?.Count ?? 0, orphans?.Names ?? [], owner, ledger);

    private static string? Sentence(int count, IEnumerable<string> entries, string? owner, string ledger) =>
        count is 0
            ? null
            : $"the PCE holds {count} entry(ies) of owner '{owner}' that {ledger} does not know "
                + $"({string.Join(", ", entries.Take(MostNamed))}{(count > MostNamed ? ", …" : "")}): "
                + "another ledger made them, or this one was lost. They stay. Check Ledger:Path and --config before you "
                + "go on; shield plan lists these entries";

    /// <summary>
    /// After a ledger was made: what stands on the PCE was made with another one. Null where nothing of ours stands there.
    /// </summary>
    /// <param name="lists">Ours on the PCE.</param>
    /// <param name="owner">Of the lists.</param>
    /// <param name="ledger">For people: which ledger was made.</param>
    public static string? SentenceOfNew(OurLists lists, string? owner, string ledger)
    {
        var ours = lists.Lists.Sum(list => list.Draft.Entries.Count(list.Draft.Mark.IsOurs));
        return ours is 0
            ? null
            : $"{ledger} was made by this command, and the PCE already holds {ours} entry(ies) of owner '{owner}': "
                + "another ledger made them. Two ledgers with one owner undo each other's work. "
                + "If this one is the wrong one, remove it, and correct Ledger:Path or --config";
    }
}
