using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>The two halves for one list: <em>changes</em>, decided against draft, and <em>provision</em>, the draft once written against active.</summary>
public sealed record ListPlan
{
    public required ListPair Pair { get; init; }

    public required ImmutableArray<Addition> Add { get; init; }

    public required ImmutableArray<Removal> Remove { get; init; }

    /// <summary>How many entries of ours stay as they are.</summary>
    public required int Keep { get; init; }

    public required ImmutableArray<Orphan> Orphans { get; init; }

    public required ImmutableArray<ForeignEntry> Foreign { get; init; }

    /// <summary>What the list always holds is missing from the draft.</summary>
    public required bool AddsFixtures { get; init; }

    /// <summary>The whole list afterwards: the PCE replaces a list, it does not edit one.</summary>
    public required ImmutableArray<ListEntry> Written { get; init; }

    /// <summary>Of ours and foreign, what becomes active with the provisioning.</summary>
    public required ImmutableArray<string> Starts { get; init; }

    public required ImmutableArray<string> Ends { get; init; }

    /// <summary>Somebody else's draft edits that the provisioning takes along, or that it waits for.</summary>
    public required ImmutableArray<string> ForeignEdits { get; init; }

    public required bool NeedsProvision { get; init; }

    public Direction Direction => Pair.Direction;

    public bool NeedsWrite => AddsFixtures || !Add.IsEmpty || !Remove.IsEmpty;

    internal static ListPlan Of(ListComparison comparison, ImmutableArray<Addition> add, bool waitsForForeignDraft, PlanInput input)
    {
        var pair = comparison.Pair;
        var there = RangeSet.Of([.. comparison.Keep, .. add.Select(addition => addition.Entry)]);
        var replaced = comparison.Outdated.Where(there.Contains).ToImmutableArray();
        ImmutableArray<Removal> remove =
        [
            .. comparison.Remove,
            .. replaced.Select(old => new Removal(pair.Direction, old, Decisions.ReasonCode.Replaced)),
        ];
        var removesOne = !remove.IsEmpty || !comparison.Difference.ExplainedEnds.IsEmpty;
        var waits = waitsForForeignDraft && !removesOne;
        var fixtures = waits ? [] : MissingFixtures(pair.Draft);
        var written = Write(pair.Draft, remove, add, fixtures, input);
        var (drafted, active) = (EntryValue.Of(written, pair.Draft.Mark), EntryValue.Of(pair.Active?.Entries ?? [], pair.Draft.Mark));
        return new ListPlan
        {
            Pair = pair,
            Add = add,
            Remove = remove,
            Keep = comparison.Keep.Length + comparison.Outdated.Length - replaced.Length,
            Orphans = comparison.Orphans,
            Foreign = comparison.Foreign,
            AddsFixtures = !fixtures.IsEmpty,
            Written = written,
            Starts = [.. drafted.Except(active).Select(value => value.Text).Order(StringComparer.Ordinal)],
            Ends = [.. active.Except(drafted).Select(value => value.Text).Order(StringComparer.Ordinal)],
            ForeignEdits = comparison.Difference.Foreign,
            NeedsProvision = !waits && (!fixtures.IsEmpty || !add.IsEmpty || !remove.IsEmpty || !comparison.Difference.Explained.IsEmpty),
        };
    }

    private static ImmutableArray<ListEntry> MissingFixtures(PceList draft) =>
        [.. draft.Mark.Fixtures.Where(fixture => !draft.Entries.Any(entry => draft.Mark.IsFixture(entry) && entry.Range == fixture.Range))];

    private static ImmutableArray<ListEntry> Write(
        PceList draft,
        ImmutableArray<Removal> remove,
        ImmutableArray<Addition> add,
        ImmutableArray<ListEntry> fixtures,
        PlanInput input)
    {
        var gone = remove.Select(removal => removal.Entry).ToHashSet();
        return
        [
            .. fixtures,
            .. draft.Entries.Where(entry => !(draft.Mark.IsOurs(entry) && gone.Contains(entry.Range))),
            .. add.OrderBy(addition => addition.Entry).Select(addition => Marked(addition, draft.Mark, input)),
        ];
    }

    private static ListEntry Marked(Addition addition, ListMark list, PlanInput input)
    {
        var origin = addition.Answer.Origin ?? throw new InvalidOperationException($"the block of {addition.Indicator} has no origin");
        var mark = origin.Type is { } type
            ? EntryMark.OfFinding(input.Owner, type, origin.Id, input.Now)
            : EntryMark.OfAct(input.Owner, origin.Id, input.Now);
        return list.Entry(addition.Entry, mark);
    }
}
