using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>The difference between what was decided and what the PCE says. A value: it does nothing by itself.</summary>
public sealed record Plan
{
    public required ImmutableArray<ListPlan> Lists { get; init; }

    public required ImmutableArray<KeptBack> KeptBack { get; init; }

    public required ImmutableArray<Held> Held { get; init; }

    public required Capacity Capacity { get; init; }

    /// <summary>Set where nothing may be written; the rest still says what would have been.</summary>
    public required PolicyRefusal? Refused { get; init; }

    /// <summary>
    /// Set where somebody paused us: additions are kept back, and with <see cref="PauseFlag.StopsEverything"/> nothing may be written.
    /// </summary>
    public required PauseFlag? Paused { get; init; }

    public required string Fingerprint { get; init; }

    public IEnumerable<Addition> Add => Lists.SelectMany(list => list.Add);

    public IEnumerable<Removal> Remove => Lists.SelectMany(list => list.Remove);

    /// <summary>True when something is to be written or made active.</summary>
    public bool HasWork => Lists.Any(list => list.NeedsWrite || list.NeedsProvision);

    /// <summary>True when a draft of ours is to be made active.</summary>
    public bool Provisions => Lists.Any(list => list.NeedsProvision);

    public static Plan For(PlanInput input)
    {
        var ours = OurLists.Of(input.View, input.Owner, input.Mode, input.IsMoving);
        var paused = PauseFlag.InForce(input.View.Draft.Where(list => list.Mark.Owner == input.Owner), input.Now);
        input = input with { IsPaused = paused is not null };
        var compared = ours.Lists.Select(pair => ListComparison.Of(pair, input)).ToImmutableArray();
        var capacity = new Capacity(input.MaxEntries, input.View.EntriesOfOthers, input.LearntTotal);
        var (fitting, waiting) = Shape(compared, capacity, input);
        ImmutableArray<ListPlan> lists = [.. compared.Select(list => ListPlan.Of(list, fitting, HindranceOf(list, input), input))];
        ImmutableArray<KeptBack> keptBack = [.. waiting, .. fitting.KeptBack, .. compared.SelectMany(list => Withheld(list, input))];
        return new Plan
        {
            Lists = lists,
            KeptBack = keptBack,
            Capacity = capacity,
            Held = HeldIn(input, compared),
            Refused = ours.Fault,
            Paused = paused,
            Fingerprint = FingerprintOf(lists, keptBack),
        };
    }

    private static (Fitting Fitting, ImmutableArray<KeptBack> Waiting) Shape(
        ImmutableArray<ListComparison> compared,
        Capacity capacity,
        PlanInput input
    )
    {
        var wanted = compared
            .SelectMany(list => list.Wanted.Select(addition => Waiting(addition, list, input)))
            .ToLookup(kept => kept.Reason.Length > 0);
        var lists = compared.ToDictionary(list => list.List);
        var (passing, overLimit) = input.Limits.Shape(
            wanted[false].Select(free => free.Addition),
            addition => lists[addition.List].IsReplacement(addition)
        );
        return (Fitting.Of(compared, passing, capacity, input.Now), [.. wanted[true].OrderBy(kept => kept.Addition.Entry), .. overLimit]);
    }

    /// <summary>What holds an addition up, whatever its rank; without a reason where nothing does.</summary>
    private static KeptBack Waiting(Addition addition, ListComparison list, PlanInput input) =>
        HindranceOf(list, input) switch
        {
            { IsUnreadable: true } hindrance => new KeptBack(addition, hindrance.Reason!),

            // What is left of a block of which a part must go is no new block: without it the pause would take off what may stay.
            { IsPaused: true } hindrance when !list.IsReplacement(addition) => new KeptBack(addition, hindrance.Reason!),
            _ when input.Rejected.TryGetValue((list.List, addition.Entry), out var why) => new KeptBack(
                addition,
                ReasonCode.PceRejected,
                why
            ),
            var hindrance => new KeptBack(addition, (hindrance with { IsPaused = false }).Reason ?? ""),
        };

    // They stand in the draft, and nothing may make them active yet.
    private static IEnumerable<KeptBack> Withheld(ListComparison list, PlanInput input) =>
        HindranceOf(list, input).Reason is { } reason
            ? list.Drafted.SelectMany(kept => kept.Stands).Select(addition => new KeptBack(addition, reason))
            : [];

    private static Hindrance HindranceOf(ListComparison list, PlanInput input) =>
        new(
            IsForeignDraft: !list.Difference.Foreign.IsEmpty && AgeOf(list.Pair.Draft, input).Duration() < input.ForeignDraftWait,
            IsUnreadable: !input.NeverBlock.Unreadable.IsEmpty,
            IsPaused: input.IsPaused
        );

    // The PCE dated the edit, so the PCE's clock says how old it is. An edit that lies far ahead of that clock too was dated by a wrong
    // one: nobody can wait for its date.
    private static TimeSpan AgeOf(PceList draft, PlanInput input) => input.Now - draft.UpdatedAt + (input.View.ClockAhead ?? TimeSpan.Zero);

    private static ImmutableArray<Held> HeldIn(PlanInput input, ImmutableArray<ListComparison> compared)
    {
        var listed = compared.ToDictionary(list => list.List, list => list.Keep.Select(kept => kept.Entry).ToHashSet());
        return
        [
            .. from decision in input.Decisions
            from list in decision.Lists()
            where decision.Holds(list)
            let isListed = listed.TryGetValue(list, out var entries) && decision.EntriesOn(list).Any(entries.Contains)
            select new Held(list, decision.Indicator, decision.On(list), isListed),
        ];
    }

    private static string FingerprintOf(ImmutableArray<ListPlan> lists, ImmutableArray<KeptBack> keptBack)
    {
        var lines = lists
            .SelectMany(list => list.Provision)
            .Select(change => $"{change.List.ToWord()} {(change.IsStart ? '+' : '-')} {change.EntryText}")
            .Concat(keptBack.Select(kept => $"{kept.Addition.List.ToWord()} ~ {kept.Addition.Entry} {kept.Reason}"))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..12];
    }
}
