using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// The two halves for one list: <em>changes</em>, decided against draft, and <em>provision</em>, the draft once written against active.
/// </summary>
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

    /// <summary>
    /// What the provisioning changes on the active list, ours and foreign: starts first, each group in the order of its text.
    /// </summary>
    public required ImmutableArray<EntryChange> Provision { get; init; }

    /// <summary>Somebody else's draft edits that the provisioning takes along, or that it waits for.</summary>
    public required ForeignEdits ForeignEdits { get; init; }

    /// <summary>What an earlier intent of ours wrote to the draft and did not make active.</summary>
    public required ImmutableArray<EntryChange> Drafted { get; init; }

    public required bool NeedsProvision { get; init; }

    public ListPurpose List => Pair.List;

    public required bool NeedsWrite { get; init; }

    /// <summary>How many of them are blocks of ours.</summary>
    public int Ours(ImmutableArray<ListEntry> entries) => entries.Count(Pair.Draft.Mark.IsOurs);

    /// <param name="comparison">What was decided against the list.</param>
    /// <param name="fitting">What of it fits.</param>
    /// <param name="hindrance">Why nothing may become active that is not yet.</param>
    /// <param name="input">What the plan is made of.</param>
    internal static ListPlan Of(ListComparison comparison, Fitting fitting, Hindrance hindrance, PlanInput input)
    {
        var pair = comparison.Pair;
        ImmutableArray<Addition> add = [.. fitting.Add.Where(addition => addition.List == pair.List)];
        ImmutableArray<Removal> giveWay = [.. fitting.Remove.Where(removal => removal.List == pair.List)];
        var added = add.Select(addition => addition.Entry).ToHashSet();
        var replaced = ReplacedIn(comparison, added);
        ImmutableArray<Removal> remove = [.. comparison.Remove.Where(removal => !added.Contains(removal.Entry)), .. giveWay, .. replaced];
        var leaving = remove.Select(removal => removal.Entry).ToHashSet();

        // A removal with a cause goes at once and takes somebody's draft edits along (law 4); without one, the list is left alone until
        // that draft is old enough.
        var waits = hindrance.IsForeignDraft && remove.IsEmpty && comparison.Difference.Ours.All(change => change.IsStart);
        var fixtures = waits ? [] : pair.Draft.MissingFixtures;
        var drafted = Write(pair.Draft, [.. leaving, .. added], [.. fixtures, .. comparison.Remnants], add, input);

        // What must not become active yet may stay in a draft that nobody provisions, and leaves one that goes.
        var provisioned = hindrance.Exists ? WithoutNews(drafted, comparison) : drafted;
        var provisions = !waits && ChangesOurs(pair, provisioned, comparison, leaving, added, input);
        var written = provisions ? provisioned : drafted;
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
            Provision =
            [
                .. EntryChange
                    .Between(pair.Draft.Mark, pair.Active?.Entries ?? [], written)
                    .OrderByDescending(change => change.IsStart)
                    .ThenBy(change => change.EntryText, StringComparer.Ordinal),
            ],
            ForeignEdits = comparison.Difference.Foreign,
            Drafted = comparison.Difference.Ours,
            NeedsWrite = !written.SequenceEqual(pair.Draft.Entries),
            NeedsProvision = provisions,
        };
    }

    /// <summary>What is wanted in other pieces and may go, since those stand or come with this write.</summary>
    private static ImmutableArray<Removal> ReplacedIn(ListComparison comparison, HashSet<Indicator> added)
    {
        var there = RangeSet.Of(
            comparison.Keep.Select(kept => kept.Entry).Concat(added).Where(entry => !entry.IsDomain).Select(entry => entry.Range)
        );
        return
        [
            .. comparison
                .Outdated.Where(old => there.Contains(old.Range))
                .Select(old => new Removal(comparison.List, old, ReasonCode.Replaced)),
        ];
    }

    private static ImmutableArray<ListEntry> WithoutNews(ImmutableArray<ListEntry> draft, ListComparison comparison)
    {
        var news = comparison.Drafted.Select(kept => kept.Entry).ToHashSet();
        return draft.RemoveAll(entry => comparison.Pair.Draft.Mark.IsOurs(entry) && news.Contains(entry.What));
    }

    /// <summary>True when the list, once written and provisioned, would begin or end a block of ours.</summary>
    private static bool ChangesOurs(
        ListPair pair,
        ImmutableArray<ListEntry> written,
        ListComparison comparison,
        HashSet<Indicator> leaving,
        HashSet<Indicator> added,
        PlanInput input
    )
    {
        var known = comparison.Keep.Select(kept => kept.Entry).Concat(added).ToHashSet();
        var difference = DraftDifference.Of(
            pair with
            {
                Draft = pair.Draft with { Entries = written },
            },
            new Ownership(pair, input.Written, known, leaving)
        );
        return !difference.Ours.IsEmpty;
    }

    private static ImmutableArray<ListEntry> Write(
        PceList draft,
        HashSet<Indicator> gone,
        ImmutableArray<ListEntry> first,
        ImmutableArray<Addition> add,
        PlanInput input
    ) =>
        [
            .. first,
            .. draft.Entries.Where(entry => !(draft.Mark.IsOurs(entry) && gone.Contains(entry.What))),
            .. add.OrderBy(addition => addition.Entry).Select(addition => Marked(addition, draft.Mark, input)),
        ];

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

/// <summary>Why no block may become active that is not yet, on one list.</summary>
/// <param name="IsForeignDraft">Somebody edited its draft a short while ago (<c>Pce:ForeignDraftWait</c>).</param>
/// <param name="IsUnreadable">A source of never-block cannot be read.</param>
/// <param name="IsPaused">Somebody paused us.</param>
internal readonly record struct Hindrance(bool IsForeignDraft, bool IsUnreadable, bool IsPaused)
{
    public bool Exists => Reason is not null;

    /// <summary>Null where nothing hinders.</summary>
    public string? Reason =>
        IsUnreadable ? ReasonCode.NeverBlockUnreadable
        : IsPaused ? ReasonCode.Paused
        : IsForeignDraft ? ReasonCode.ForeignDraft
        : null;
}
