using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Operating.Init;

/// <summary>
/// For a migration after the ledger was lost: copies entries with our mark that the ledger does not know from the active lists of one mode
/// to the lists of the other. They block now, and nobody decided that they should not. They keep their mark, and are still unknown to the
/// ledger afterwards.
/// </summary>
/// <param name="pce">Writes the new lists.</param>
/// <param name="settings">Of the mode to which the threats move.</param>
/// <param name="oldMode">The other mode.</param>
public sealed class CarryingOver(IPceWriter pce, ReconcileSettings settings, PceMode oldMode)
{
    /// <returns>Why not all of them could be put there; null where they are active there, or where there are none.</returns>
    public async Task<string?> RunAsync(
        ILedgerReader ledger,
        string trigger,
        Func<CancellationToken, Task> renew,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var situation = await new SituationReader(ledger, pce, settings).ReadAsync(now, cancellationToken);
        var moves = situation
            .Plan.Lists.Select(list => (List: list, Entries: UnknownOn(list, situation)))
            .Where(move => !IsActive(move.List, move.Entries))
            .ToImmutableArray();
        if (moves is [] || situation.Plan is not { Refused: null, Paused: null } || settings.Policy.Autonomy is Autonomy.Observe)
        {
            // Where nothing may be written, the reconcile that follows says why.
            return null;
        }

        if (WhyNot(situation, moves) is { } why)
        {
            return why;
        }

        foreach (var (list, entries) in moves)
        {
            var missing = entries.RemoveAll(entry => list.Pair.Draft.Entries.Any(drafted => IsSame(drafted, entry)));
            if (missing is not [])
            {
                await renew(cancellationToken);
                await pce.WriteListAsync(list.Pair.Draft, [.. list.Pair.Draft.Entries, .. missing], cancellationToken);
            }
        }

        await renew(cancellationToken);
        string[] hrefs = [.. moves.Select(move => move.List.Pair.Draft.Href)];
        await pce.ProvisionAsync(
            ChangeSubset.OfLists(hrefs[0], hrefs[1..]),
            VersionMessage.OfStep(
                settings.Owner,
                $"{trigger}, {moves.Sum(move => move.Entries.Length)} marked entries taken over from {oldMode.ToWord()} mode",
                now
            ),
            cancellationToken
        );
        return null;
    }

    /// <summary>Whether anything that was decided is about that entry.</summary>
    public static bool IsDecided(Situation situation, Indicator entry) =>
        situation.Decided.Decisions.Any(decision => decision.Indicator.Covers(entry));

    public static bool IsNeverBlocked(Situation situation, Indicator entry) =>
        situation.Decided.NeverBlock.Touching(entry, isCanary: false).Any();

    /// <summary>In the form in which the new list holds them.</summary>
    private ImmutableArray<ListEntry> UnknownOn(ListPlan list, Situation situation) =>
        [
            .. from old in situation.View.Active
            where old.Mark == new ListMark(settings.Owner, oldMode, list.List)
            from entry in old.Entries
            where old.Mark.IsOurs(entry) && !entry.What.IsDomain
            where !IsDecided(situation, entry.What) && !IsNeverBlocked(situation, entry.What)
            select entry with
            {
                IsExclusion = settings.Mode is PceMode.Exclusion,
            },
        ];

    private static bool IsActive(ListPlan list, ImmutableArray<ListEntry> entries) =>
        entries.All(entry => list.Pair.Active?.Entries.Any(active => IsSame(active, entry)) is true);

    private static bool IsSame(ListEntry one, ListEntry other) => one.What == other.What && one.IsExclusion == other.IsExclusion;

    private static string? WhyNot(Situation situation, ImmutableArray<(ListPlan List, ImmutableArray<ListEntry> Entries)> moves)
    {
        if (situation.Decided.NeverBlock.Unreadable is [var unreadable, ..])
        {
            return $"entries that the ledger does not know are to be taken over, and what must never be blocked is not known: {unreadable}";
        }

        // Entries that an earlier, broken-off run of this drafted stand on the old list too. Everything else in the draft is an edit of
        // somebody else.
        var foreign = (
            from move in moves
            from edit in move.List.ForeignEdits.Words.Except(move.Entries.Select(entry => $"+{entry.What}"))
            select $"{edit} ('{move.List.Pair.Draft.Name}')"
        ).ToImmutableArray();
        if (foreign is not [])
        {
            return $"somebody has draft edits on the new lists: {string.Join(", ", foreign)}. Provision or revert them first";
        }

        var (standing, fresh) = (
            situation.Plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries)),
            moves.Sum(move => move.Entries.Count(entry => !move.List.Pair.Draft.Entries.Any(drafted => IsSame(drafted, entry))))
        );
        return standing + fresh > situation.Plan.Capacity.ForOurs
            ? $"{fresh} entries that the ledger does not know are to be taken over, and the PCE has room for "
                + $"{Math.Max(0, situation.Plan.Capacity.ForOurs - standing)}: shorten other lists, or raise Pce:MaxEntries"
            : null;
    }
}
