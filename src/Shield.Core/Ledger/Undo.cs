using System.Collections.Immutable;

namespace Shield.Core.Ledger;

/// <summary>Why undoing an act would change nothing, or is not for undo.</summary>
public enum UndoObstacle
{
    Withdrawn,

    /// <summary>Its own end has come; or a pause was ended by another act.</summary>
    Over,

    /// <summary>It lifted a limit, and what came on a list by that stands there by its own evidence.</summary>
    Accept,

    /// <summary>The flag on the PCE carries a pause out: <c>resume</c> ends it.</summary>
    Pause,

    /// <summary>Done on the PCE itself, by no command of Shield.</summary>
    RemovedByHand,

    /// <summary>It ended a pause; to pause again is an act of its own.</summary>
    Resume,
}

/// <param name="By">What took it back or ended it; null for nothing that is an act.</param>
public sealed record NotUndone(Act Act, UndoObstacle Why, Act? By)
{
    /// <summary>It decides nothing any more, so what was asked for holds already.</summary>
    public bool HoldsAlready => Why is UndoObstacle.Withdrawn or UndoObstacle.Over;
}

/// <summary>Which acts are to be withdrawn so that those that were asked for decide nothing any more.</summary>
/// <param name="Takes">To be withdrawn, the newest first.</param>
/// <param name="Leaves">Asked for and not withdrawn, the newest first.</param>
public sealed record Undo(ImmutableArray<Act> Takes, ImmutableArray<NotUndone> Leaves)
{
    /// <summary>No act was found that was asked for.</summary>
    public bool IsEmpty => Takes.IsEmpty && Leaves.IsEmpty;

    /// <summary>
    /// Of the newest command: with its act go those that it recorded together. A withdrawal is passed over, and what is withdrawn too, so
    /// that undo after undo goes further back.
    /// </summary>
    /// <returns>Null where there is no such act.</returns>
    public static Undo? OfLast(ImmutableArray<Act> acts, DateTimeOffset now)
    {
        var ends = new ActEnds(acts);
        return
            acts.Where(act => act.Kind is not ActKind.Withdraw && ends.WithdrawalOf(act) is null)
                .OrderByDescending(act => act.Order)
                .ThenByDescending(act => act.Id, StringComparer.Ordinal)
                .FirstOrDefault()
                is { } last
            ? Of([.. acts.Where(act => IsTogether(act, last))], ends, now)
            : null;
    }

    /// <param name="act">One of them.</param>
    /// <param name="together">Also those that the same command recorded.</param>
    /// <param name="acts">All there are.</param>
    /// <param name="now">The moment.</param>
    public static Undo OfOne(Act act, bool together, ImmutableArray<Act> acts, DateTimeOffset now) =>
        Of(together ? [.. acts.Where(other => IsTogether(other, act))] : [act], new ActEnds(acts), now);

    /// <summary>Of all that somebody did since then.</summary>
    /// <param name="who">The whole name, or what stands before its @; upper or lower case.</param>
    /// <param name="since">The earliest.</param>
    /// <param name="acts">All there are.</param>
    /// <param name="now">The moment.</param>
    public static Undo OfPerson(string who, DateTimeOffset since, ImmutableArray<Act> acts, DateTimeOffset now) =>
        Of([.. acts.Where(act => act.At >= since && IsBy(act, who))], new ActEnds(acts), now);

    /// <summary>
    /// A withdrawal that is among them, and what it took back too, is left as it is: it does what is asked for.
    /// </summary>
    private static Undo Of(ImmutableArray<Act> asked, ActEnds ends, DateTimeOffset now)
    {
        var ids = asked.Select(act => act.Id).ToHashSet();
        ImmutableArray<Act> newestFirst =
        [
            .. asked
                .Where(act => act.Withdraws is not { } taken || !ids.Contains(taken))
                .OrderByDescending(act => act.Order)
                .ThenByDescending(act => act.Id, StringComparer.Ordinal),
        ];
        var judged = newestFirst.Select(act => (Act: act, Not: Judge(act, ends, now))).ToImmutableArray();
        return new Undo(
            [.. judged.Where(one => one.Not is null).Select(one => one.Act)],
            [.. judged.Select(one => one.Not).OfType<NotUndone>()]
        );
    }

    private static NotUndone? Judge(Act act, ActEnds ends, DateTimeOffset now) =>
        ends.WithdrawalOf(act) is { } withdrawal ? new NotUndone(act, UndoObstacle.Withdrawn, withdrawal)
        : ends.IsOver(act, now) ? new NotUndone(act, UndoObstacle.Over, ends.EndOfPause(act))
        : act.Kind switch
        {
            ActKind.Accept => new NotUndone(act, UndoObstacle.Accept, null),
            ActKind.Pause => new NotUndone(act, UndoObstacle.Pause, null),
            ActKind.Resume => new NotUndone(act, UndoObstacle.Resume, null),
            ActKind.RemovedByHand => new NotUndone(act, UndoObstacle.RemovedByHand, null),
            _ => null,
        };

    /// <summary>What one command records has one moment, one person and one reason (<see cref="Act.AllAfter"/>).</summary>
    private static bool IsTogether(Act one, Act other) => (one.At, one.Who, one.Why) == (other.At, other.Who, other.Why);

    private static bool IsBy(Act act, string who) =>
        act.Who.Equals(who, StringComparison.OrdinalIgnoreCase)
        || (
            act.Who.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
            && act.Who.AsSpan(0, at).Equals(who, StringComparison.OrdinalIgnoreCase)
        );
}
