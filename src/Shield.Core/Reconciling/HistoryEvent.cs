using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>Something that happened, as history and the acts tell it: for people who ask what changed, and who did that.</summary>
/// <param name="Id">The number of its record in history, or the id of the act.</param>
/// <param name="At">By the clock of whoever recorded it.</param>
public abstract record HistoryEvent(string Id, DateTimeOffset At)
{
    /// <summary>Who or what asked for it; null where nobody did, or history does not say.</summary>
    public abstract string? Who { get; }

    /// <summary>What it is about; empty where it is about no party, or history holds only how many.</summary>
    public abstract IEnumerable<Indicator> Parties { get; }

    /// <summary>Whether it is about this party, or about something around it or inside it.</summary>
    public bool IsAbout(Indicator party) => Parties.Any(party.Overlaps);

    /// <summary>The newest first. A reconcile is one event, dated by its intent.</summary>
    /// <param name="history">As the ledger holds it.</param>
    /// <param name="acts">Of the ledger.</param>
    /// <param name="restores">As the PCE tells them.</param>
    /// <exception cref="LedgerException">A record is not what its kind says.</exception>
    public static ImmutableArray<HistoryEvent> Of(HistoryTail history, IEnumerable<Act> acts, ImmutableArray<PolicyRestore> restores)
    {
        var outcomes = history
            .Records.Where(record => record.Kind is HistoryKind.Outcome)
            .Select(record => (Outcome: Outcome.Read(record), record.At))
            .DistinctBy(ended => ended.Outcome.IntentHash)
            .ToDictionary(ended => ended.Outcome.IntentHash);
        return
        [
            .. history
                .Records.Where(record => record.Kind is not HistoryKind.Outcome)
                .Select(record => Of(record, outcomes))
                .Concat(acts.Select(act => new ActEvent(act)))
                .Concat(restores.Select(restore => new RestoreEvent(restore)))
                .OrderByDescending(happened => happened.At)
                .ThenByDescending(happened => happened.Id.Length)
                .ThenByDescending(happened => happened.Id, StringComparer.Ordinal),
        ];
    }

    private static HistoryEvent Of(HistoryRecord record, Dictionary<string, (Outcome Outcome, DateTimeOffset At)> outcomes)
    {
        var id = record.Sequence.ToString(CultureInfo.InvariantCulture);
        return record.Kind switch
        {
            HistoryKind.Intent => outcomes.TryGetValue(record.Hash, out var ended)
                ? new ReconcileEvent(id, record.At, Intent.Read(record), ended.Outcome) { EndedAt = ended.At }
                : new ReconcileEvent(id, record.At, Intent.Read(record), Outcome: null),
            HistoryKind.PceRefusal => new RefusalEvent(id, record.At, PceRefusal.Read(record)),
            HistoryKind.KeptBack => new KeptBackEvent(id, record.At, KeptBackNote.Read(record)),
            HistoryKind.RuleChange => new RuleChangeEvent(id, record.At, RuleChange.Read(record)),
            _ => new LaterEvent(id, record.At, record.KindName),
        };
    }
}

/// <summary>A reconcile that set out to change the PCE.</summary>
/// <param name="Outcome">Null where history has none: it broke off, the PCE refused it, or it is under way.</param>
public sealed record ReconcileEvent(string Id, DateTimeOffset At, Intent Intent, Outcome? Outcome) : HistoryEvent(Id, At)
{
    /// <summary>When the outcome was written, after the read-back; null without one.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>As <see cref="Outcome.EffectsOf"/>; empty without an outcome.</summary>
    public ImmutableArray<IntendedChange> Effects => Outcome?.EffectsOf(Intent) ?? [];

    public override string? Who => Intent.Trigger;

    public override IEnumerable<Indicator> Parties =>
        Intent
            .All.Select(one => one.Change.Entry)
            .Concat(Intent.TakesAlong.SelectMany(list => list.Edits.Entries).Select(one => one.Entry));
}

/// <summary>What an operator did, or a removal by hand that was noticed.</summary>
public sealed record ActEvent(Act Act) : HistoryEvent(Act.Id, Act.At)
{
    public override string? Who => Act.Who;

    public override IEnumerable<Indicator> Parties => Act.Indicator is { } party ? [party] : [];
}

/// <summary>The PCE would not take entries of ours.</summary>
public sealed record RefusalEvent(string Id, DateTimeOffset At, PceRefusal Refusal) : HistoryEvent(Id, At)
{
    public override string? Who => null;

    public override IEnumerable<Indicator> Parties => Refusal.Rejected.Concat(Refusal.Unsearched ?? []).Select(one => one.Entry);
}

/// <summary>Additions were kept back: by a limit, for want of room, or for somebody's draft.</summary>
public sealed record KeptBackEvent(string Id, DateTimeOffset At, KeptBackNote Note) : HistoryEvent(Id, At)
{
    public override string? Who => null;

    public override IEnumerable<Indicator> Parties => [];
}

/// <summary><c>init</c> put one IP list in the place of another in somebody's rule.</summary>
public sealed record RuleChangeEvent(string Id, DateTimeOffset At, RuleChange Change) : HistoryEvent(Id, At)
{
    public override string? Who => Change.Trigger;

    public override IEnumerable<Indicator> Parties => [];
}

/// <summary>Somebody put an older policy back on the PCE, which tells it; the ledger does not hold it.</summary>
public sealed record RestoreEvent(PolicyRestore Restore) : HistoryEvent($"restore-{Restore.At.ToUnixTimeMilliseconds()}", Restore.At)
{
    public override string? Who => Restore.By;

    public override IEnumerable<Indicator> Parties => [];
}

/// <summary>A later version of Shield recorded it, and this one cannot read it.</summary>
public sealed record LaterEvent(string Id, DateTimeOffset At, string KindName) : HistoryEvent(Id, At)
{
    public override string? Who => null;

    public override IEnumerable<Indicator> Parties => [];
}
