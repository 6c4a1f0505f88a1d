using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Lease, generation and the head of history in one item. Every change is one conditional update. The client repeats a request whose answer
/// was lost, so each is written such that its second run is known for what it is.
/// </summary>
internal sealed class LeaseItem(LedgerTable table, ItemKey key)
{
    public static LeaseState Read(Item item) =>
        LeaseState.Initial with
        {
            Fence = item.Number("leaseFence", absent: 0),
            Holder = item.TextOrNull("leaseHolder") is { } holder ? LedgerJson.Read(holder, LedgerJson.Terse.LeaseHolder) : null,
            Until = item.Time("leaseUntil", LeaseState.Initial.Until),
            Generation = item.Number("leaseGeneration", absent: 0),
            CompletedGeneration = item.Number("leaseCompleted", absent: 0),
            CompletedReport = item.TextOrNull("leaseReport"),
        };

    /// <summary>Empty where there is none yet: its attributes then count as absent.</summary>
    public async Task<Item> ReadItemAsync(CancellationToken cancellationToken) => await table.GetAsync(key, cancellationToken) ?? [];

    public async Task<LeaseState> ReadAsync(CancellationToken cancellationToken) =>
        table.Read(await ReadItemAsync(cancellationToken), Read);

    public async Task<LeaseState?> TryTakeAsync(
        LeaseState seen,
        LeaseHolder holder,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var taking = Guid.NewGuid().ToString("N");
        var values = new Item
        {
            [":fence"] = seen.Fence.ToAttribute(),
            [":generation"] = seen.Generation.ToAttribute(),
            [":completed"] = seen.CompletedGeneration.ToAttribute(),
            [":seenUntil"] = seen.Until.ToAttribute(),
            [":next"] = (seen.Fence + 1).ToAttribute(),
            [":holder"] = LedgerJson.Write(holder, LedgerJson.Terse.LeaseHolder).ToAttribute(),
            [":until"] = until.ToAttribute(),
            [":taking"] = taking.ToAttribute(),
        };
        var (isDone, item) = await table.UpdateAsync(
            key,
            "SET leaseFence = :next, leaseHolder = :holder, leaseUntil = :until, leaseTaking = :taking",
            string.Join(
                " AND ",
                Is("leaseFence", ":fence", seen.Fence is 0),
                Is("leaseGeneration", ":generation", seen.Generation is 0),
                Is("leaseCompleted", ":completed", seen.CompletedGeneration is 0),
                Is("leaseUntil", ":seenUntil", seen.Until == LeaseState.Initial.Until),
                seen.Holder is null ? "attribute_not_exists(leaseHolder)" : "attribute_exists(leaseHolder)"
            ),
            values,
            cancellationToken
        );
        // By its mark, a taking whose answer was lost knows itself.
        return isDone || item.TextOrNull("leaseTaking") == taking ? table.Read(item, Read) : null;
    }

    public async Task<bool> RenewAsync(long fence, DateTimeOffset until, CancellationToken cancellationToken) =>
        (await ChangeHeldAsync(fence, "SET leaseUntil = :until", new Item { [":until"] = until.ToAttribute() }, cancellationToken)).IsDone;

    /// <summary>Has no condition, and is the one change that a lost answer may repeat: one round too many is asked for.</summary>
    public async Task<long> RaiseGenerationAsync(CancellationToken cancellationToken)
    {
        var (_, item) = await table.UpdateAsync(
            key,
            "ADD leaseGeneration :one",
            condition: null,
            new Item { [":one"] = 1L.ToAttribute() },
            cancellationToken
        );
        return table.Read(item, Read).Generation;
    }

    public async Task<bool> CompleteRoundAsync(long fence, long generation, string report, CancellationToken cancellationToken)
    {
        var values = new Item { [":completed"] = generation.ToAttribute(), [":report"] = report.ToAttribute() };
        return (await ChangeHeldAsync(fence, "SET leaseCompleted = :completed, leaseReport = :report", values, cancellationToken)).IsDone;
    }

    public async Task<bool> ReleaseAsync(long fence, long generation, CancellationToken cancellationToken)
    {
        var (isDone, item) = await ChangeHeldAsync(
            fence,
            "REMOVE leaseHolder, leaseUntil",
            new Item { [":generation"] = generation.ToAttribute() },
            cancellationToken,
            Is("leaseGeneration", ":generation", generation is 0)
        );
        // Nobody but its holder gives a lease back: where it is free and of this fence still, it was this call whose answer was lost.
        return isDone || (fence > 0 && table.Read(item, Read) is { Holder: null } free && free.Fence == fence);
    }

    private Task<(bool IsDone, Item Item)> ChangeHeldAsync(
        long fence,
        string change,
        Item values,
        CancellationToken cancellationToken,
        string? condition = null
    )
    {
        values[":fence"] = fence.ToAttribute();
        return table.UpdateAsync(key, change, $"{Held}{(condition is null ? "" : $" AND {condition}")}", values, cancellationToken);
    }

    /// <summary>The condition of every change that wants the lease; <c>:fence</c> is whose.</summary>
    public const string Held = "leaseFence = :fence AND attribute_exists(leaseHolder)";

    // What nobody wrote yet is absent, and counts as the first state's.
    private static string Is(string name, string value, bool mayBeAbsent) =>
        mayBeAbsent ? $"(attribute_not_exists({name}) OR {name} = {value})" : $"{name} = {value}";
}
