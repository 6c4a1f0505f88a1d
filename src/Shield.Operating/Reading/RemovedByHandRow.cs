using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Diagnosing;

namespace Shield.Operating.Reading;

/// <summary>An entry of ours that a person took off the PCE, and that stays off.</summary>
/// <param name="Who">By name where the key may read it, else the href.</param>
/// <param name="By">The href of whoever it was, such as <c>/users/15</c>.</param>
/// <param name="At">When Shield saw that it was gone.</param>
/// <param name="Until">Until when it stays off.</param>
/// <param name="Detail">By which policy version.</param>
public sealed record RemovedByHandRow(
    string Indicator,
    string Direction,
    string Who,
    string By,
    DateTimeOffset At,
    DateTimeOffset? Until,
    string Detail
)
{
    /// <summary>Those in force that no later act of an operator took back, newest first.</summary>
    public static ImmutableArray<RemovedByHandRow> InForce(ImmutableArray<Act> acts, DateTimeOffset now) =>
        [
            .. from act in acts
            where act.Kind is ActKind.RemovedByHand && act.Indicator is not null && act.IsInForce(now)
            where
                !acts.Any(later =>
                    later.Kind is ActKind.Block or ActKind.Approve
                    && later.Indicator == act.Indicator
                    && later.IsInForce(now)
                    && later.CompareTo(act) > 0
                )
            orderby act.At descending, act.Indicator
            select new RemovedByHandRow(
                act.Indicator!.Value.ToString(),
                act.Directions.ToWord(),
                act.Who,
                act.Who,
                act.At,
                act.Until,
                act.Why
            ),
        ];

    /// <param name="names">Null where the PCE cannot be asked.</param>
    public static async Task<ImmutableArray<RemovedByHandRow>> NameAsync(
        ImmutableArray<RemovedByHandRow> rows,
        UserNames? names,
        CancellationToken cancellationToken
    )
    {
        if (rows.IsEmpty || names is null)
        {
            return rows;
        }

        var found = await names.FindAsync(rows.Select(row => row.By), cancellationToken);
        return [.. rows.Select(row => row with { Who = found.GetValueOrDefault(row.By, row.By) })];
    }
}
