using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Hosting.Acts;

/// <summary>Makes and records what an operator did, by a command or by a link.</summary>
public static class OperatorAct
{
    /// <summary>How long a block, an approval or a rejection lasts where nobody says.</summary>
    public static readonly TimeSpan UsualLength = TimeSpan.FromDays(7);

    public static Act Make(
        ActKind kind,
        Indicator indicator,
        Directions directions,
        TimeSpan? length,
        Signature by,
        DateTimeOffset now,
        string? acceptedPlan
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Kind = kind,
            Indicator = indicator,
            Directions = directions,
            At = now,
            Until = now + length,
            Who = by.Who,
            Why = by.Why,
            AcceptedPlan = acceptedPlan,
        };

    /// <summary>Takes an act back: it decides nothing from then on.</summary>
    public static Act Withdraw(Act act, Signature by, DateTimeOffset now) =>
        Make(ActKind.Withdraw, default, act.Directions, length: null, by, now, acceptedPlan: null) with
        {
            Indicator = act.Indicator,
            Withdraws = act.Id,
        };

    /// <summary>
    /// Dates the act after all acts that are in the ledger, so that it is the newest even where another machine's clock ran ahead (<see
    /// cref="Act.After"/>).
    /// </summary>
    /// <returns>As it was recorded.</returns>
    public static async Task<Act> RecordAsync(Act act, ILedger ledger, CancellationToken cancellationToken) =>
        (await RecordAsync([act], ledger, cancellationToken))[0];

    /// <summary>The same for several at once, each about something else.</summary>
    public static async Task<ImmutableArray<Act>> RecordAsync(ImmutableArray<Act> acts, ILedger ledger, CancellationToken cancellationToken)
    {
        var recorded = Act.AllAfter(acts, await ledger.ReadAsync(EvidenceScope.Alive, cancellationToken));
        await ledger.AppendAsync(recorded, cancellationToken);
        return recorded;
    }

    /// <summary>
    /// The same under an id of the caller's, which the ledger takes once, whoever brings it. Such an id tells nothing of the order.
    /// </summary>
    /// <returns>Null where only an id could tell that it comes last: an act has a later date, by another machine's clock.</returns>
    public static Act? Once(Act act, string id, LedgerContent known) =>
        act.After(known) is var last && last.Order == last.At ? last with { Id = id } : null;
}
