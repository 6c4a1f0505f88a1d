using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>The difference between what was decided and what the PCE says. A value: it does nothing by itself.</summary>
public sealed record Plan
{
    public required ImmutableArray<ListPlan> Lists { get; init; }

    public required ImmutableArray<KeptBack> KeptBack { get; init; }

    public required ImmutableArray<Held> Held { get; init; }

    /// <summary>Set where nothing may be written; the rest still says what would have been.</summary>
    public required StructuralFault? Refused { get; init; }

    public required PauseFlag? Paused { get; init; }

    public required string Fingerprint { get; init; }

    public IEnumerable<Addition> Add => Lists.SelectMany(list => list.Add);

    public IEnumerable<Removal> Remove => Lists.SelectMany(list => list.Remove);

    /// <summary>True when something is to be written or made active.</summary>
    public bool HasWork => Lists.Any(list => list.NeedsWrite || list.NeedsProvision);

    public static Plan For(PlanInput input)
    {
        var ours = OurLists.Of(input.View, input.Owner, input.Mode, input.IsMoving);
        var compared = ours.Lists.Select(pair => ListComparison.Of(pair, input)).ToImmutableArray();
        var (add, keptBack) = Shape(compared, input);
        ImmutableArray<ListPlan> lists =
        [
            .. compared.Select(list => ListPlan.Of(list, [.. add.Where(addition => addition.Direction == list.Pair.Direction)], WaitsForForeignDraft(list, input), input)),
        ];
        return new Plan
        {
            Lists = lists,
            KeptBack = keptBack,
            Held = HeldIn(input, compared),
            Refused = ours.Fault,
            Paused = ours.Lists.Select(pair => PauseFlag.Read(pair.Draft.Description)).FirstOrDefault(flag => flag is not null),
            Fingerprint = FingerprintOf(lists, keptBack),
        };
    }

    private static (ImmutableArray<Addition> Add, ImmutableArray<KeptBack> KeptBack) Shape(ImmutableArray<ListComparison> compared, PlanInput input)
    {
        var wanted = compared.SelectMany(list => list.Wanted.Select(addition => (Addition: addition, Waits: Waiting(list, input)))).ToLookup(w => w.Waits);
        // Only a range can leave pieces behind; single addresses would make this a product of two long lists.
        var leaving = compared.ToDictionary(
            list => list.Pair.Direction,
            list => list.Remove.Select(removal => removal.Entry).Where(entry => !entry.IsSingle).ToImmutableArray());
        var taken = compared.Sum(list => list.Staying);
        var (add, keptBack) = input.Limits.Shape(
            wanted[null].Select(w => w.Addition),
            isReplacement: addition => leaving[addition.Direction].Any(entry => entry.Covers(addition.Entry)),
            taken);
        var waiting = wanted.Where(group => group.Key is not null).SelectMany(group => group.Select(w => new KeptBack(w.Addition, group.Key!)));
        return (add, [.. waiting.OrderBy(kept => kept.Addition.Entry), .. keptBack]);
    }

    /// <summary>What holds every addition to this list up, whatever its rank.</summary>
    private static string? Waiting(ListComparison list, PlanInput input) =>
        !input.NeverBlock.Unreadable.IsEmpty ? ReasonCode.NeverBlockUnreadable
        : WaitsForForeignDraft(list, input) ? ReasonCode.ForeignDraft
        : null;

    private static bool WaitsForForeignDraft(ListComparison list, PlanInput input) =>
        !list.Difference.Foreign.IsEmpty && input.Now < list.Pair.Draft.UpdatedAt + input.ForeignDraftWait;

    private static ImmutableArray<Held> HeldIn(PlanInput input, ImmutableArray<ListComparison> compared)
    {
        var listed = compared.ToDictionary(list => list.Pair.Direction, list => list.Keep.ToHashSet());
        return
        [
            .. from decision in input.Decisions
               from direction in Enum.GetValues<Direction>()
               where decision[direction].Verdict is Verdict.Hold
               let isListed = !decision.Indicator.IsDomain && listed.TryGetValue(direction, out var entries) && decision[direction].Entries.Any(entries.Contains)
               select new Held(direction, decision.Indicator, decision[direction], isListed),
        ];
    }

    private static string FingerprintOf(ImmutableArray<ListPlan> lists, ImmutableArray<KeptBack> keptBack)
    {
        var lines = lists
            .SelectMany(list => list.Starts.Select(entry => $"{list.Direction.ToWord()} + {entry}").Concat(list.Ends.Select(entry => $"{list.Direction.ToWord()} - {entry}")))
            .Concat(keptBack.Select(kept => $"{kept.Addition.Direction.ToWord()} ~ {kept.Addition.Entry} {kept.Reason}"))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..12];
    }
}
