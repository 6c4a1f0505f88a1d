using System.Text.Json.Serialization;

namespace Shield.Operating.Effects;

/// <summary>What a reconcile did beside what its command was about.</summary>
public sealed record AlsoRow
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? MadeActive { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Listed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Ended { get; init; }

    /// <summary>Null where it did nothing else.</summary>
    /// <param name="isOwn">Whether an indicator is what the command was about.</param>
    public static AlsoRow? Of(Core.Reconciling.ReconcileReport report, Func<string, bool> isOwn)
    {
        var also = new AlsoRow
        {
            MadeActive = ChangedRow.Of(report.MadeActive?.Without(isOwn)),
            Listed = ChangedRow.Of(report.Listed?.Without(isOwn)),
            Ended = ChangedRow.Of(report.Ended?.Without(isOwn)),
        };
        return also is { MadeActive: null, Listed: null, Ended: null } ? null : also;
    }
}
