using System.Collections.Immutable;

namespace Shield.Core.Planning;

/// <summary>How a list's draft differs from its active version, as values: spelling and descriptions of entries are no difference.</summary>
public sealed record DraftDifference
{
    private DraftDifference(ImmutableArray<string> explained, ImmutableArray<string> ends, ImmutableArray<string> foreign) =>
        (Explained, ExplainedEnds, Foreign) = (explained, ends, foreign);

    /// <summary>Ours to provision: see <see cref="Ownership"/>.</summary>
    public ImmutableArray<string> Explained { get; }

    /// <summary>Those of them that end an entry.</summary>
    public ImmutableArray<string> ExplainedEnds { get; }

    /// <summary>What somebody else changed, each in words such as <c>+203.0.113.9</c> or <c>name</c>.</summary>
    public ImmutableArray<string> Foreign { get; }

    internal static DraftDifference Of(ListPair pair, Ownership ownership)
    {
        if (pair.Active is not { } active)
        {
            return new DraftDifference([], [], []);
        }

        var draft = pair.Draft;
        var (drafted, current) = (EntryValue.Of(draft.Entries, draft.Mark), EntryValue.Of(active.Entries, draft.Mark));
        var changes = drafted.Except(current).Select(value => (Value: value, Sign: '+', IsOurs: ownership.Starts(value)))
            .Concat(current.Except(drafted).Select(value => (Value: value, Sign: '-', IsOurs: ownership.Ends(value))))
            .ToList();
        var explained = changes.Where(change => change.IsOurs).ToList();
        return new DraftDifference(
            [.. explained.Select(change => $"{change.Sign}{change.Value.Text}")],
            [.. explained.Where(change => change.Sign is '-').Select(change => change.Value.Text)],
            [.. changes.Where(change => !change.IsOurs).Select(change => $"{change.Sign}{change.Value.Text}"), .. OtherChanges(draft, active)]);
    }

    // The pause flag lives in the draft description and is ours.
    private static IEnumerable<string> OtherChanges(PceList draft, PceList active)
    {
        if (draft.Name != active.Name)
        {
            yield return "name";
        }

        if (draft.Description != active.Description && PauseFlag.Read(draft.Description) is null && PauseFlag.Read(active.Description) is null)
        {
            yield return "description";
        }
    }
}
