using System.Collections.Immutable;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Acts, each under its own id: an id that is there already is left as it is. They form a chain, whose end is an item of its own: it moves
/// in the transaction that puts the acts, on the condition that nobody else moved it, so the lease is not needed.
/// </summary>
internal sealed class ActItems(LedgerTable table, LedgerKeys keys)
{
    /// <summary>The service's limit is 100 items, the end among them, and 4 MB.</summary>
    private const int ActsOfOneTransaction = 50;

    /// <summary>Of each attempt that fails, another writer's succeeded.</summary>
    private const int Attempts = 50;

    /// <summary>Their places must fit into one item. Older ones than these stand beside the chain.</summary>
    private const int MostAdopted = 10_000;

    private bool _hasBegun;

    public static ActItem Read(Item item) =>
        new(
            item.Text("sk"),
            LedgerJson.Read(item.Text("json"), LedgerJson.Terse.ActJson).ToAct(),
            item.TextOrNull("actHash") is { } hash ? new ActChainHead(item.Number("actSequence"), hash) : null
        );

    public async Task AppendAsync(IReadOnlyList<Act> acts, CancellationToken cancellationToken)
    {
        foreach (var some in acts.DistinctBy(act => act.Id).Chunk(ActsOfOneTransaction))
        {
            await BeginAsync(cancellationToken);
            await AppendSomeAsync(some, cancellationToken);
        }
    }

    /// <summary>
    /// Begins the chain where there is none yet: the acts that versions without a chain recorded become its first links, in the order of
    /// their time. They are left as they are; an item beside the chain's end says which they were.
    /// </summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_hasBegun || await table.GetAsync(keys.ActsEnd, cancellationToken) is not null)
        {
            _hasBegun = true;
            return;
        }

        var standing = new List<ActItem>();
        foreach (var partition in keys.Partitions)
        {
            await foreach (var item in table.QueryAsync(partition, SortRange.StartingWith(LedgerKeys.Acts), cancellationToken))
            {
                standing.Add(table.Read(item, Read));
            }
        }

        if (standing.FirstOrDefault(item => item.Link is not null) is { } linked)
        {
            // Another process began it since we looked; or its end was taken out.
            _hasBegun = await table.GetAsync(keys.ActsEnd, cancellationToken) is not null;
            if (!_hasBegun)
            {
                throw EndIsMissing(linked);
            }

            return;
        }

        var adopted = standing.OrderBy(one => one.Act).TakeLast(MostAdopted).ToList();
        var head = adopted.Aggregate(ActChainHead.Start, (last, one) => last.Link(one.Act).Head);
        var places = keys.AdoptedActs.ToItem();
        places["json"] = JsonSerializer.Serialize([.. adopted.Select(one => one.Sort)], LedgerJson.Terse.StringArray).ToAttribute();
        _hasBegun = await table.TransactAsync(
            Move(
                head,
                "attribute_not_exists(pk)",
                new Item { [":adopted"] = ((long)adopted.Count).ToAttribute() },
                ", actsAdopted = :adopted"
            ),
            adopted is [] ? [] : [new Put { Item = places, ConditionExpression = "attribute_not_exists(pk)" }],
            cancellationToken
        );
    }

    /// <summary>Where the chain ends, and the sort keys of the acts that it adopted; null where there is none yet.</summary>
    public async Task<ActsEnd?> ReadEndAsync(CancellationToken cancellationToken)
    {
        if (await table.GetAsync(keys.ActsEnd, cancellationToken) is not { } item)
        {
            return null;
        }

        var (head, count) = table.Read(item, end => (ReadHead(end), end.Number("actsAdopted", absent: 0)));
        var places = count > 0 ? await table.GetAsync(keys.AdoptedActs, cancellationToken) ?? [] : null;
        return new ActsEnd(
            head,
            places is null
                ? []
                : table.Read(places, one => LedgerJson.Read(one.Text("json"), LedgerJson.Terse.StringArray).ToImmutableArray())
        );
    }

    /// <param name="items">All that were read after <paramref name="end"/>.</param>
    /// <param name="end">Read before them: what was recorded before the reading is among the items.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The acts up to that end, and those beside the chain; what was recorded meanwhile is left for the next reading.</returns>
    public async Task<(ImmutableArray<Act> Acts, ActChain Chain)> VerifyAsync(
        ImmutableArray<ActItem> items,
        ActsEnd? end,
        CancellationToken cancellationToken
    )
    {
        if (end is null)
        {
            // Linked ones were recorded meanwhile, and the chain begun with them; or its end was taken out.
            return
                items.FirstOrDefault(item => item.Link is not null) is { } linked
                && await table.GetAsync(keys.ActsEnd, cancellationToken) is null
                ? throw EndIsMissing(linked)
                : ([.. items.Where(item => item.Link is null).Select(item => item.Act).Order()], ActChain.Empty);
        }

        var newer = items.Where(item => item.Link?.Sequence > end.Head.Sequence).ToList();
        if (
            newer is not []
            && await ReadEndAsync(cancellationToken) is var now
            && (now is null || newer.Max(item => item.Link!.Sequence) > now.Head.Sequence)
        )
        {
            throw table.Edited(
                $"act '{newer[0].Act.Id}' has number {newer[0].Link!.Sequence}, and {now?.Head.Sequence ?? 0} were recorded"
            );
        }

        var known = items.Except(newer).ToDictionary(item => item.Sort);
        try
        {
            var linked = Adopted(known, end)
                .Concat(
                    known
                        .Values.Where(item => item.Link is not null)
                        .Select(item => new LinkedAct(item.Act, item.Link!.Sequence, item.Link.Hash))
                );
            var chain = ActChain.Of(linked, end.Head) with
            {
                Unlinked =
                [
                    .. known
                        .Values.Where(item => item.Link is null && !end.Adopted.Contains(item.Sort))
                        .Select(item => item.Act)
                        .Order()
                        .Select(act => act.Id),
                ],
            };
            return ([.. known.Values.Select(item => item.Act).Order()], chain);
        }
        catch (FormatException fault)
        {
            throw table.Edited(fault.Message);
        }
    }

    private static IEnumerable<LinkedAct> Adopted(Dictionary<string, ActItem> known, ActsEnd end)
    {
        var last = ActChainHead.Start;
        foreach (var place in end.Adopted)
        {
            var link = known.TryGetValue(place, out var item)
                ? last.Link(item.Act)
                : throw new FormatException($"of the acts in the order in which they were recorded, number {last.Sequence + 1} is missing");
            last = link.Head;
            yield return link;
        }
    }

    private static ActChainHead ReadHead(Item item) => new(item.Number("actSequence"), item.Text("actHash"));

    private async Task AppendSomeAsync(Act[] some, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var present = await table.GetAsync(some.Select(act => keys.OfAct(act.Id)), cancellationToken);
            var missing = some.Where(act => !present.ContainsKey(keys.OfAct(act.Id))).ToList();
            if (missing is [])
            {
                return;
            }

            var end =
                await table.GetAsync(keys.ActsEnd, cancellationToken) ?? throw table.Edited("the end of the acts is not noted any more");
            var previous = table.Read(end, ReadHead);
            var (head, puts) = (previous, new List<Put>());
            foreach (var act in missing)
            {
                head = head.Link(act).Head;
                puts.Add(new Put { Item = ToItem(act, head), ConditionExpression = "attribute_not_exists(pk)" });
            }

            if (
                await table.TransactAsync(
                    Move(head, "actHash = :previous", new Item { [":previous"] = previous.Hash.ToAttribute() }),
                    puts,
                    cancellationToken
                )
            )
            {
                return;
            }

            await table.PauseAsync(Math.Min(attempt, 4), cancellationToken);
        }

        throw new LedgerException(
            $"acts were recorded by others {Attempts} times in a row while '{some[0].Id}' was to be recorded: do it again"
        );
    }

    private Update Move(ActChainHead head, string condition, Item values, string more = "")
    {
        values[":sequence"] = head.Sequence.ToAttribute();
        values[":hash"] = head.Hash.ToAttribute();
        return new Update
        {
            Key = keys.ActsEnd.ToItem(),
            UpdateExpression = $"SET actSequence = :sequence, actHash = :hash{more}",
            ConditionExpression = condition,
            ExpressionAttributeValues = values,
        };
    }

    private Item ToItem(Act act, ActChainHead link)
    {
        var item = keys.OfAct(act.Id).ToItem();
        item["json"] = LedgerJson.Write(ActJson.Of(act), LedgerJson.Terse.ActJson).ToAttribute();
        item["actSequence"] = link.Sequence.ToAttribute();
        item["actHash"] = link.Hash.ToAttribute();
        return item;
    }

    private LedgerException EndIsMissing(ActItem linked) =>
        table.Edited($"act '{linked.Act.Id}' has number {linked.Link!.Sequence}, and the end of the acts is not noted any more");
}

/// <param name="Link">Null where a version recorded it that knew no chain.</param>
internal sealed record ActItem(string Sort, Act Act, ActChainHead? Link);

/// <param name="Adopted">Sort keys of the first links, in order.</param>
internal sealed record ActsEnd(ActChainHead Head, ImmutableArray<string> Adopted);
