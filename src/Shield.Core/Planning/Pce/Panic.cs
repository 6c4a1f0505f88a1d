using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// Every entry of ours off every list of ours, orphans too, with no question to the ledger: what <c>shield panic</c> does. Entries of
/// others stay, and so does what a list always holds (law 15).
/// </summary>
public sealed record Panic
{
    public required ImmutableArray<PanicList> Lists { get; init; }

    /// <summary>Why nothing may be written.</summary>
    public required PolicyRefusal? Refused { get; init; }

    public bool HasWork => Refused is null && Lists.Any(list => list.NeedsWrite || list.NeedsProvision);

    public static Panic Of(PceView view, string owner, PceMode mode)
    {
        var ours = PausableLists.Of(view, owner, mode);
        var inverted = view.Rules.FirstOrDefault(rule => rule.Condition is RuleCondition.Inverted);
        return new Panic
        {
            Lists = [.. ours.Lists.Select(PanicList.Of)],
            Refused =
                ours.Fault
                ?? (
                    inverted is null
                        ? null
                        : new PolicyRefusal(
                            PolicyFault.Inverted,
                            $"the {inverted.List.ToWord()} list holds Any and a deny rule uses it ({inverted.Detail}): without our "
                                + "exclusions it would deny everybody. Disable that rule in the PCE's console"
                        )
                ),
        };
    }
}

/// <summary>One list in a panic.</summary>
/// <param name="Pair">As it stands.</param>
/// <param name="Written">The whole draft afterwards.</param>
/// <param name="Active">Blocks of ours on the active list.</param>
/// <param name="LeftAlone">Why this list is neither written nor provisioned; null where it may be.</param>
public sealed record PanicList(
    ListPair Pair,
    ImmutableArray<ListEntry> Written,
    ImmutableArray<Indicator> Active,
    ForeignEdits TakesAlong,
    string? LeftAlone
)
{
    public bool NeedsWrite => LeftAlone is null && !Written.SequenceEqual(Pair.Draft.Entries);

    public bool NeedsProvision => LeftAlone is null && !Active.IsEmpty;

    internal static PanicList Of(ListPair pair)
    {
        var (draft, mark) = (pair.Draft, pair.Draft.Mark);
        ImmutableArray<Indicator> active = [.. (pair.Active?.Entries ?? []).Where(mark.IsOurs).Select(entry => entry.What).Distinct()];
        var drafted = draft.Entries.Where(mark.IsOurs).Select(entry => entry.What).ToHashSet();
        var ownership = new Ownership(pair, ImmutableHashSet<EntryChange>.Empty, known: drafted, leaving: [.. active]);
        return new PanicList(
            pair,
            [.. draft.MissingFixtures, .. draft.Entries.Where(entry => !mark.IsOurs(entry))],
            active,
            DraftDifference.Of(pair, ownership).Foreign,
            WhyAlone(draft)
        );
    }

    // What somebody is about to delete, or to widen to the whole Internet, is never provisioned by us (laws 4 and 15).
    private static string? WhyAlone(PceList draft) =>
        draft.Pending is PendingUpdate.Delete ? $"it is pending deletion (by {draft.UpdatedBy ?? "somebody"}): revert or provision that"
        : ListFaults.TooBroad([draft]) is { } broad
            ? $"its draft holds {broad.Entry.What} (last edited by {draft.UpdatedBy ?? "somebody"}), which would block everybody: "
                + "revert that"
        : null;
}
