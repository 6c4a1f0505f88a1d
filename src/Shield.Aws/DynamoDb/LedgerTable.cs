using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// What is asked of the table, and nothing else: every read is strongly consistent and complete, every write has a condition.
/// </summary>
/// <remarks>The client itself repeats what was throttled, cut off or not answered; here is repeated what the service answers with "not all
/// of it" or "not now".</remarks>
/// <param name="admit">Awaited before each write, which is not made where this throws, and before an answer is given; null:
/// nothing.</param>
internal sealed class LedgerTable(
    IAmazonDynamoDB client,
    string name,
    TimeProvider clock,
    Func<double> jitter,
    Func<CancellationToken, Task>? admit = null
)
{
    /// <summary>The service's limit for one BatchGetItem.</summary>
    private const int KeysOfOneRequest = 100;

    private const int RequestsAtOnce = 8;

    private const int Attempts = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Which ledger, as the beginning of a sentence.</summary>
    public string Ledger => $"The ledger's table '{name}'";

    public async IAsyncEnumerable<Item> QueryAsync(
        string partition,
        SortRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        bool lastFirst = false,
        int? pageSize = null
    )
    {
        var request = new QueryRequest
        {
            TableName = name,
            ConsistentRead = true,
            KeyConditionExpression = $"pk = :partition AND {range.Condition}",
            ExpressionAttributeValues = new() { [":partition"] = partition.ToAttribute(), [":sort"] = range.Value.ToAttribute() },
            ScanIndexForward = !lastFirst,
            Limit = pageSize,
        };
        if (range.End is { } end)
        {
            request.ExpressionAttributeValues[":end"] = end.ToAttribute();
        }

        do
        {
            var page = await ReadAsync(() => client.QueryAsync(request, cancellationToken), cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                yield return item;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        } while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>Null where there is no such item.</summary>
    public async Task<Item?> GetAsync(ItemKey key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = name,
            Key = key.ToItem(),
            ConsistentRead = true,
        };
        var answer = await ReadAsync(() => client.GetItemAsync(request, cancellationToken), cancellationToken);
        return answer.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>Those of the items that are there.</summary>
    public Task<Dictionary<ItemKey, Item>> GetAsync(IEnumerable<ItemKey> keys, CancellationToken cancellationToken) =>
        GetAsync(keys, isConsistent: true, cancellationToken);

    /// <param name="keys">Which.</param>
    /// <param name="isConsistent">False: at half the price, what was there a moment ago. Good for what is put back on a condition.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<Dictionary<ItemKey, Item>> GetAsync(IEnumerable<ItemKey> keys, bool isConsistent, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ItemKey, Item>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            keys.Distinct().Chunk(KeysOfOneRequest),
            options,
            async (some, cancel) =>
            {
                var items = await GetSomeAsync(some, isConsistent, cancel);
                lock (found)
                {
                    items.ForEach(item => found.Add(ItemKey.Of(item), item));
                }
            }
        );
        return found;
    }

    /// <summary>Puts an item where the table still holds <paramref name="seen"/> of it, or nothing where that is null.</summary>
    /// <returns>Whether it was put; if not, what is there instead, null where it is gone.</returns>
    public Task<(bool IsPut, Item? Present)> PutAsync(Item item, string? seen, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest
        {
            TableName = name,
            Item = item,
            ConditionExpression = seen is null ? "attribute_not_exists(pk)" : "json = :seen",
            ExpressionAttributeValues = seen is null ? null : new() { [":seen"] = seen.ToAttribute() },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        return CallAsync<(bool, Item?)>(
            async () =>
            {
                try
                {
                    await client.PutItemAsync(request, cancellationToken);
                    return (true, null);
                }
                catch (ConditionalCheckFailedException failed)
                {
                    return (false, failed.Item is { Count: > 0 } present ? present : null);
                }
            },
            cancellationToken
        );
    }

    /// <summary>Deletes an item where the table still holds <paramref name="seen"/> of it.</summary>
    /// <returns>False where it holds something else, or nothing.</returns>
    public Task<bool> DeleteAsync(ItemKey key, string seen, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = name,
            Key = key.ToItem(),
            ConditionExpression = "json = :seen",
            ExpressionAttributeValues = new() { [":seen"] = seen.ToAttribute() },
        };
        return CallAsync(
            async () =>
            {
                try
                {
                    await client.DeleteItemAsync(request, cancellationToken);
                    return true;
                }
                catch (ConditionalCheckFailedException)
                {
                    return false;
                }
            },
            cancellationToken
        );
    }

    /// <returns>Whether the condition held, and the item after the change, or as it is where it did not hold.</returns>
    public Task<(bool IsDone, Item Item)> UpdateAsync(
        ItemKey key,
        string change,
        string? condition,
        Item values,
        CancellationToken cancellationToken
    )
    {
        var request = new UpdateItemRequest
        {
            TableName = name,
            Key = key.ToItem(),
            UpdateExpression = change,
            ConditionExpression = condition,
            ExpressionAttributeValues = values,
            ReturnValues = ReturnValue.ALL_NEW,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        return CallAsync(
            async () =>
            {
                try
                {
                    return (true, (await client.UpdateItemAsync(request, cancellationToken)).Attributes ?? []);
                }
                catch (ConditionalCheckFailedException failed)
                {
                    return (false, failed.Item ?? []);
                }
            },
            cancellationToken
        );
    }

    /// <summary>One change of an item that is there, and items that are put: all or nothing.</summary>
    /// <returns>False where a condition did not hold.</returns>
    public Task<bool> TransactAsync(Update change, IEnumerable<Put> puts, CancellationToken cancellationToken)
    {
        change.TableName = name;
        var request = new TransactWriteItemsRequest
        {
            TransactItems =
            [
                new TransactWriteItem { Update = change },
                .. puts.Select(put =>
                {
                    put.TableName = name;
                    return new TransactWriteItem { Put = put };
                }),
            ],
        };
        return CallAsync(
            async () =>
            {
                try
                {
                    await client.TransactWriteItemsAsync(request, cancellationToken);
                    return true;
                }
                catch (TransactionCanceledException cancelled) when (DynamoDbFault.IsFailedCondition(cancelled))
                {
                    return false;
                }
            },
            cancellationToken
        );
    }

    /// <exception cref="LedgerException">The item does not read as what we write.</exception>
    public T Read<T>(Item item, Func<Item, T> read)
    {
        try
        {
            return read(item);
        }
        catch (Exception fault) when (DynamoDbFault.IsOfContent(fault))
        {
            throw new LedgerException(
                $"The ledger's table '{name}' holds what this Shield cannot have written, "
                    + $"in {item.TextOrNull("pk")} / {item.TextOrNull("sk")}: {fault.Message}",
                fault
            );
        }
    }

    /// <summary>What to say where items contradict each other.</summary>
    public LedgerException Edited(string what) =>
        new(
            $"{what}: the ledger's table '{name}' was changed outside Shield, and nothing is decided from it. "
                + "Restore the table to an earlier moment (docs/ledger.md)"
        );

    /// <summary>Longer with each attempt, and not for all at the same moment.</summary>
    public Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var longest = FirstPause * Math.Pow(2, attempt - 1);
        return Task.Delay((longest < LongestPause ? longest : LongestPause) * NextJitter(), clock, cancellationToken);
    }

    // A source of randomness is for one caller at a time, and requests run side by side, of this table object and of others.
    private double NextJitter()
    {
        lock (jitter)
        {
            return jitter();
        }
    }

    private async Task<List<Item>> GetSomeAsync(ItemKey[] keys, bool isConsistent, CancellationToken cancellationToken)
    {
        var items = new List<Item>(keys.Length);
        var wanted = new Dictionary<string, KeysAndAttributes>
        {
            [name] = new() { Keys = [.. keys.Select(key => key.ToItem())], ConsistentRead = isConsistent },
        };
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var request = new BatchGetItemRequest { RequestItems = wanted };
            var answer = await ReadAsync(() => client.BatchGetItemAsync(request, cancellationToken), cancellationToken);
            var some = answer.Responses?.GetValueOrDefault(name) ?? [];
            items.AddRange(some);
            if (answer.UnprocessedKeys is not { Count: > 0 } rest)
            {
                return items;
            }

            // An answer is cut at 16 MB: what goes on is no failure.
            attempt = some.Count > 0 ? 0 : attempt;
            wanted = rest;
            await PauseAsync(attempt + 1, cancellationToken);
        }

        throw new LedgerException(
            $"The ledger's table '{name}' did not give {wanted[name].Keys.Count} of the items it was asked for, {Attempts} times in a row"
        );
    }

    /// <summary>Reading does no harm where it was not admitted: it need not wait for that.</summary>
    private async Task<T> ReadAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var admitted = admit?.Invoke(cancellationToken) ?? Task.CompletedTask;
        var answer = RepeatAsync(call, cancellationToken);
        // Of two that failed, the first tells why.
        await Task.WhenAll(admitted, answer);
        return await answer;
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await (admit?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return await RepeatAsync(call, cancellationToken);
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call();
            }
            catch (Exception fault) when (DynamoDbFault.IsConflict(fault) && attempt < Attempts)
            {
                await PauseAsync(attempt, cancellationToken);
            }
            catch (Exception fault) when (AwsFaults.IsOfTheWire(fault, cancellationToken))
            {
                throw DynamoDbFault.ToLedgerException(fault, name);
            }
        }
    }
}
