using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>One change that an intent sets out to make.</summary>
/// <param name="Change">What begins or ends, on which list.</param>
/// <param name="Why">The reason code of an addition, the cause of a removal; <c>carried</c> for what an earlier draft of ours already
/// holds.</param>
public sealed record IntendedChange(EntryChange Change, string Why);

/// <summary>Of an intent in history, without its entries.</summary>
/// <param name="Added">How many additions it set out to make.</param>
/// <param name="VersionsLeft">As <see cref="Intent.VersionsLeft"/>.</param>
/// <param name="Acts">As <see cref="Intent.Acts"/>.</param>
internal readonly record struct IntentSummary(int Added, long? VersionsLeft, ActChainHead? Acts);

/// <summary>What a reconcile is about to do, written before its first PUT.</summary>
public sealed record Intent
{
    public const string CarriedWhy = "carried";

    public required string Fingerprint { get; init; }

    /// <summary>Who or what asked: a command with its user, a schedule.</summary>
    public required string Trigger { get; init; }

    /// <summary>Newly written by this reconcile; what the day's limit counts.</summary>
    public required ImmutableArray<IntendedChange> Add { get; init; }

    public required ImmutableArray<IntendedChange> End { get; init; }

    /// <summary>
    /// Changes that an earlier draft of ours holds: what becomes active of them now, and what still waits on a list that this reconcile
    /// does not provision. It is noted so that the next reconcile knows whose they are.
    /// </summary>
    public required ImmutableArray<IntendedChange> Carried { get; init; }

    /// <summary>Somebody else's draft edits that are provisioned with ours, by list.</summary>
    public required ImmutableArray<(ListPurpose List, ForeignEdits Edits)> TakesAlong { get; init; }

    /// <summary>What it left in the <see cref="VersionBucket"/>, in its units. Null: it takes no token, as of a command.</summary>
    public long? VersionsLeft { get; init; }

    /// <summary>
    /// Where the chain of acts ended when this was decided. The hash of the intent's record goes to the PCE's version history, and so all
    /// acts up to there are anchored outside the ledger. Null in intents of versions that knew no such chain.
    /// </summary>
    public ActChainHead? Acts { get; init; }

    /// <summary>All that it sets out to change itself, without what it takes along.</summary>
    public IEnumerable<IntendedChange> All => Add.Concat(End).Concat(Carried);

    public static Intent For(Plan plan, string trigger) =>
        new()
        {
            Fingerprint = plan.Fingerprint,
            Trigger = trigger,
            Add = [.. plan.Add.Select(addition => new IntendedChange(EntryChange.Of(addition), addition.Answer.Reason))],
            End = [.. plan.Remove.Select(removal => new IntendedChange(removal.Change, removal.Cause))],
            Carried = [.. plan.Lists.SelectMany(CarriedBy).Select(change => new IntendedChange(change, CarriedWhy))],
            TakesAlong =
            [
                .. plan
                    .Lists.Where(list => list is { NeedsProvision: true, ForeignEdits.IsEmpty: false })
                    .Select(list => (list.List, list.ForeignEdits)),
            ],
        };

    /// <exception cref="LedgerException">The record is no intent.</exception>
    public static Intent Read(HistoryRecord record) => IntentJson.Read(record);

    public string ToJson() => IntentJson.Write(this);

    private static IEnumerable<EntryChange> CarriedBy(ListPlan list)
    {
        var otherwise = list
            .Add.Select(addition => EntryChange.Of(addition))
            .Concat(list.Remove.Select(removal => removal.Change))
            .Concat(list.ForeignEdits.Entries)
            .ToHashSet();
        return (list.NeedsProvision ? list.Provision : list.Drafted).Where(change => !otherwise.Contains(change));
    }
}
