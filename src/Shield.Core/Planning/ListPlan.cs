using System.Collections.Immutable;
using Shield.Core.Addresses;

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

    /// <summary>What an earlier intent of ours wrote to the draft and did not make active, signed.</summary>
    public required ImmutableArray<string> Explained { get; init; }

    public required bool NeedsProvision { get; init; }

    public ListPurpose List => Pair.List;

    public bool NeedsWrite => AddsFixtures || !Add.IsEmpty || !Remove.IsEmpty;

    /// <summary>How many of them are blocks of ours.</summary>
    public int Ours(ImmutableArray<ListEntry> entries) => entries.Count(Pair.Draft.Mark.IsOurs);

    internal static ListPlan Of(ListComparison comparison, Fitting fitting, bool waitsForForeignDraft, PlanInput input)
    {
        var pair = comparison.Pair;
        ImmutableArray<Addition> add = [.. fitting.Add.Where(addition => addition.List == pair.List)];
        ImmutableArray<Removal> giveWay = [.. fitting.Remove.Where(removal => removal.List == pair.List)];
        var there = RangeSet.Of(comparison.Keep.Select(kept => kept.Entry).Concat(add.Select(addition => addition.Entry)).Where(entry => !entry.IsDomain).Select(entry => entry.Range));
        var replaced = comparison.Outdated.Where(old => there.Contains(old.Range)).ToImmutableArray();
        ImmutableArray<Removal> remove =
        [
            .. comparison.Remove,
            .. giveWay,
            .. replaced.Select(old => new Removal(pair.List, old, Decisions.ReasonCode.Replaced)),
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
            Keep = comparison.Keep.Length + comparison.Outdated.Length - replaced.Length - giveWay.Length,
            Orphans = comparison.Orphans,
            Foreign = comparison.Foreign,
            AddsFixtures = !fixtures.IsEmpty,
            Written = written,
            Starts = [.. drafted.Except(active).Select(value => value.Text).Order(StringComparer.Ordinal)],
            Ends = [.. active.Except(drafted).Select(value => value.Text).Order(StringComparer.Ordinal)],
            ForeignEdits = comparison.Difference.Foreign,
            Explained = comparison.Difference.Explained,
            NeedsProvision = !waits && (!fixtures.IsEmpty || !add.IsEmpty || !remove.IsEmpty || !comparison.Difference.Explained.IsEmpty),
        };
    }

    private static ImmutableArray<ListEntry> MissingFixtures(PceList draft) =>
        [.. draft.Mark.Fixtures.Where(fixture => !draft.Entries.Any(entry => draft.Mark.IsFixture(entry) && entry.What == fixture.What))];

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
            .. draft.Entries.Where(entry => !(draft.Mark.IsOurs(entry) && gone.Contains(entry.What))),
            .. add.OrderBy(addition => addition.Entry).Select(addition => Marked(addition, draft.Mark, input)),
        ];
    }

    private static ListEntry Marked(Addition addition, ListMark list, PlanInput input)
    {
        if (addition.Summarises > 0)
        {
            return list.Entry(addition.Entry, EntryMark.Summary(input.Owner, addition.Summarises, input.Now));
        }

        var origin = addition.Answer.Origin ?? throw new InvalidOperationException($"the block of {addition.Indicator} has no origin");
        var mark = origin.Type is { } type
            ? EntryMark.OfFinding(input.Owner, type, origin.Id, input.Now)
            : EntryMark.OfAct(input.Owner, origin.Id, input.Now);
        return list.Entry(addition.Entry, mark);
    }
}
