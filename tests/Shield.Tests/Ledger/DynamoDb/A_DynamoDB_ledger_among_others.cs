using System.Collections.Immutable;
using Shield.Aws.DynamoDb;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

public sealed class A_DynamoDB_ledger_among_others(MotoServer moto) : DynamoDbTest(moto)
{
    [Fact]
    public async Task Merges_what_many_say_of_one_sighting_at_once()
    {
        var evidence = Enumerable.Range(1, 16).Select(Version).ToImmutableArray();

        await Task.WhenAll(evidence.Select(one => Task.Run(() => Store.Open().RecordAsync([one], Token), Token)));

        var content = await Store.Open().ReadAsync(Token);
        Assert.Equal(
            evidence.SelectMany(one => one.Sightings).Aggregate((one, other) => one.Merge(other)),
            Assert.Single(content.Sightings)
        );
        Assert.Equal(evidence.Select(one => one.State).Aggregate((one, other) => one.Merge(other)), Assert.Single(content.States));
        Assert.Equal(evidence[^1].OwnAddresses[0], Assert.Single(content.OwnAddresses));
    }

    /// <summary>Between a writer's reading and its put, another one is faster: each time with something new.</summary>
    [Fact]
    public async Task Loses_nothing_to_whoever_comes_between_its_reading_and_its_put()
    {
        await Store.Open().RecordAsync([Version(1)], Token);
        var between = 1;
        var wire = new DynamoDbWire
        {
            Meddle = async (operation, _, send) =>
            {
                if (operation is "PutItem" && between < 4)
                {
                    await Store.Open().RecordAsync([Version(++between)], Token);
                }

                return await send();
            },
        };

        Assert.Equal([true], await Store.Open(wire: wire).RecordAsync([Version(9)], Token));

        AnyEvidence.AssertSame(Merged(1, 2, 3, 4, 9), await Store.Open().ReadAsync(Token));
    }

    [Fact]
    public async Task Records_what_the_table_forgot_between_its_reading_and_its_put()
    {
        await Store.Open().RecordAsync([Version(1)], Token);
        var wire = new DynamoDbWire
        {
            Meddle = async (operation, request, send) =>
            {
                if (operation is "PutItem" && request["Item"]!["sk"]!["S"]!.GetValue<string>().StartsWith("own#", StringComparison.Ordinal))
                {
                    await Moto.ForgetAsync(
                        Store.Table,
                        request["Item"]!["pk"]!["S"]!.GetValue<string>(),
                        request["Item"]!["sk"]!["S"]!.GetValue<string>()
                    );
                }

                return await send();
            },
        };

        await Store.Open(wire: wire).RecordAsync([Version(2)], Token);

        Assert.Equal(Version(2).OwnAddresses, (await Store.Open().ReadAsync(Token)).OwnAddresses);
    }

    /// <summary>Between reading an item that is to be forgotten and deleting it, somebody merges into it.</summary>
    [Fact]
    public async Task Forgets_nothing_that_changes_between_its_reading_and_its_deletion()
    {
        var seen = Version(1);
        await Store.Open().RecordAsync([seen], Token);
        var came = 0;
        var wire = new DynamoDbWire
        {
            Meddle = async (operation, _, send) =>
            {
                if (operation is "DeleteItem" && came++ is 0)
                {
                    await Store.Open().RecordAsync([Version(2)], Token);
                }

                return await send();
            },
        };

        var forgotten = await Store
            .Open(wire: wire)
            .ForgetAsync(
                new Forgettable
                {
                    Sightings = seen.Sightings,
                    States = [seen.State],
                    OwnAddresses = seen.OwnAddresses,
                },
                Token
            );

        Assert.Equal(0, forgotten);
        AnyEvidence.AssertSame(Merged(1, 2), await Store.Open().ReadAsync(Token));
    }

    /// <summary>And the other way round: between a writer's reading and its put, what it read is forgotten.</summary>
    [Fact]
    public async Task Records_into_what_another_forgets_at_that_moment()
    {
        var seen = Version(1);
        await Store.Open().RecordAsync([seen], Token);
        var wire = new DynamoDbWire
        {
            Meddle = async (operation, request, send) =>
            {
                if (
                    operation is "PutItem"
                    && request["Item"]!["sk"]!["S"]!.GetValue<string>().StartsWith("sighting#", StringComparison.Ordinal)
                )
                {
                    await Store.Open().ForgetAsync(Forgettable.Nothing with { Sightings = seen.Sightings }, Token);
                }

                return await send();
            },
        };

        await Store.Open(wire: wire).RecordAsync([Version(2)], Token);

        AnyEvidence.AssertSame(Merged(1, 2), await Store.Open().ReadAsync(Token));
    }

    /// <summary>What spares a party is recorded before what blocks it, and read after it.</summary>
    [Fact]
    public async Task Shows_nobody_a_sighting_without_what_was_recorded_with_it()
    {
        // The first of them asks which form the ledger has.
        const int Queries = 35;
        for (var at = 1; at <= Queries; at += 3)
        {
            var query = 0;
            var number = at;
            var wire = new DynamoDbWire
            {
                Meddle = async (_, _, send) =>
                {
                    if (Interlocked.Increment(ref query) == number)
                    {
                        await Store.Open().RecordAsync([Numbered.Evidence(number)], Token);
                    }

                    return await send();
                },
            };

            AssertWhole(await Store.Open(wire: wire).ReadAsync(EvidenceScope.Alive, Token));

            Assert.Equal(Queries, query);
        }
    }

    [Fact]
    public async Task Turns_a_writer_away_whose_lease_is_taken_over_while_it_appends()
    {
        var chain = Chain(3);
        var frozen = Store.Open(
            wire: new DynamoDbWire
            {
                Meddle = async (operation, _, send) =>
                {
                    if (operation is "TransactWriteItems")
                    {
                        var other = Store.Open();
                        await other.TryTakeLeaseAsync(await other.ReadLeaseAsync(Token), Holder(2), Numbered.Time(99), Token);
                    }

                    return await send();
                },
            }
        );
        var before = Store.Open();
        await before.TryTakeLeaseAsync(LeaseState.Initial, Holder(1), Numbered.Time(60), Token);
        await before.AppendHistoryAsync(1, chain[0], Numbered.Baseline(0, chain[0].Hash), Token);

        await Assert.ThrowsAsync<LedgerException>(() => frozen.AppendHistoryAsync(1, chain[1], Numbered.Baseline(1, chain[1].Hash), Token));

        var tail = await Store.Open().ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Equal([chain[0]], tail.Records);
        Assert.Equal(chain[0].Hash, tail.Baseline?.OutcomeHash);
        Assert.Equal(Holder(2), (await Store.Open().ReadLeaseAsync(Token)).Holder);
        await Store.Open().AppendHistoryAsync(2, chain[1], null, Token);
    }

    /// <summary>A process that thawed, or two threads of one: the fence is right, and still only one of them is the next.</summary>
    [Fact]
    public async Task Takes_one_record_where_two_append_with_one_fence()
    {
        var mine = HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), "mine");
        var theirs = HistoryRecord.After(null, HistoryKind.Intent, Numbered.Time(1), "theirs");
        await Store.Open().TryTakeLeaseAsync(LeaseState.Initial, Holder(1), Numbered.Time(60), Token);
        var late = Store.Open(
            wire: new DynamoDbWire
            {
                Meddle = async (operation, _, send) =>
                {
                    if (operation is "TransactWriteItems")
                    {
                        await Store.Open().AppendHistoryAsync(1, theirs, Numbered.Baseline(2, theirs.Hash), Token);
                    }

                    return await send();
                },
            }
        );

        await Assert.ThrowsAsync<LedgerException>(() => late.AppendHistoryAsync(1, mine, Numbered.Baseline(1, mine.Hash), Token));

        var tail = await Store.Open().ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Equal([theirs], tail.Records);
        Assert.Equal(theirs.Hash, tail.Baseline?.OutcomeHash);
    }

    [Fact]
    public async Task Reads_history_and_baseline_of_one_moment()
    {
        var chain = Chain(2);
        var writer = Store.Open();
        await writer.TryTakeLeaseAsync(LeaseState.Initial, Holder(1), Numbered.Time(60), Token);
        await writer.AppendHistoryAsync(1, chain[0], Numbered.Baseline(0, chain[0].Hash), Token);
        var queries = 0;
        var wire = new DynamoDbWire
        {
            Meddle = async (operation, _, send) =>
            {
                // The second query is that of the baseline.
                if (operation is "Query" && ++queries is 2)
                {
                    await writer.AppendHistoryAsync(1, chain[1], Numbered.Baseline(1, chain[1].Hash), Token);
                }

                return await send();
            },
        };

        var tail = await Store.Open(wire: wire).ReadHistoryAsync(DateTimeOffset.MinValue, Token);

        Assert.Equal(tail.Last?.Hash, tail.Baseline?.OutcomeHash);
        Assert.Equal(chain, tail.Records);
    }

    /// <summary>kill -9 before and after the effect of each request of a round; then somebody else takes over.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_whole_wherever_its_writer_was_killed(bool afterTheEffect)
    {
        for (var request = 1; ; request++)
        {
            var number = 0;
            using var killed = new CancellationTokenSource();
            var at = request;
            var wire = new DynamoDbWire
            {
                Meddle = async (_, _, send) =>
                {
                    var isLast = Interlocked.Increment(ref number) == at;
                    var answer = number < at || (isLast && afterTheEffect) ? await send() : null;
                    if (number >= at)
                    {
                        await killed.CancelAsync();
                        throw new OperationCanceledException(killed.Token);
                    }

                    return answer;
                },
            };
            var owner = $"owner-{request}";
            var survived = false;
            try
            {
                await WriteRoundAsync(Store.Open(owner, wire), killed.Token);
                survived = true;
            }
            catch (OperationCanceledException)
            {
                // As it should.
            }

            await AssertTakenOverAsync(owner);
            if (survived)
            {
                Assert.InRange(request, 12, 40);
                return;
            }
        }
    }

    private static LeaseHolder Holder(int process) => new("host-1", "1f0c5c1e-boot", process, Numbered.Time(process));

    private static async Task WriteRoundAsync(DynamoDbLedger ledger, CancellationToken cancellationToken)
    {
        await ledger.RecordAsync([Numbered.Evidence(1)], cancellationToken);
        var lease = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(cancellationToken),
            Holder(1),
            Numbered.Time(60),
            cancellationToken
        );
        foreach (var record in Chain(2))
        {
            await ledger.AppendHistoryAsync(
                lease!.Fence,
                record,
                record.Kind is HistoryKind.Outcome ? Numbered.Baseline(1, record.Hash) : null,
                cancellationToken
            );
        }

        await ledger.CompleteRoundAsync(lease!.Fence, 0, "{}", cancellationToken);
        await ledger.ReleaseLeaseAsync(lease.Fence, 0, cancellationToken);
    }

    private async Task AssertTakenOverAsync(string owner)
    {
        var ledger = Store.Open(owner);
        AssertWhole(await ledger.ReadAsync(Token));
        Assert.DoesNotContain(true, (await ledger.RecordAsync([Numbered.Evidence(1), Numbered.Evidence(1)], Token)).Skip(1));
        Assert.Equal(2, (await ledger.ReadAsync(Token)).Sightings.Length);

        var tail = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Equal(tail.Last is { Kind: HistoryKind.Outcome } outcome ? outcome.Hash : null, tail.Baseline?.OutcomeHash);

        var lease = await ledger.TryTakeLeaseAsync(await ledger.ReadLeaseAsync(Token), Holder(2), Numbered.Time(99), Token);
        await ledger.AppendHistoryAsync(
            lease!.Fence,
            HistoryRecord.After(tail.Last, HistoryKind.Outcome, Numbered.Time(9), "next"),
            null,
            Token
        );
    }

    private static void AssertWhole(LedgerContent content)
    {
        var states = content.States.Select(state => state.Key).ToHashSet();
        Assert.All(content.Sightings, sighting => Assert.Contains(sighting.Key.Finding, states));
        // One own address a finding (Numbered).
        Assert.True(content.OwnAddresses.Length >= content.Sightings.Select(sighting => sighting.Key.Finding).Distinct().Count());
    }

    private static LedgerContent Merged(params int[] versions) =>
        LedgerContent.Empty with
        {
            Sightings = [versions.SelectMany(one => Version(one).Sightings).Aggregate((one, other) => one.Merge(other))],
            States = [versions.Select(one => Version(one).State).Aggregate((one, other) => one.Merge(other))],
            OwnAddresses = [versions.Select(one => Version(one).OwnAddresses[0]).Aggregate((one, other) => one.Merge(other))],
        };

    /// <summary>Each says something of its own about one party, one finding and one address of ours.</summary>
    private static FindingEvidence Version(int number)
    {
        var usual = Numbered.Evidence(1);
        return usual with
        {
            State = usual.State with { UpdatedAt = Numbered.Time(number) },
            Sightings =
            [
                usual.Sightings[0] with
                {
                    Sources = [$"{number}"],
                    Count = number % 5,
                    LastSeen = Numbered.Time(number),
                    Severity = 10 - (number / 2.0),
                },
            ],
            OwnAddresses = [usual.OwnAddresses[0] with { LastSeen = Numbered.Time(number) }],
        };
    }

    private static ImmutableArray<HistoryRecord> Chain(int length)
    {
        var chain = ImmutableArray.CreateBuilder<HistoryRecord>();
        for (var i = 0; i < length; i++)
        {
            chain.Add(
                HistoryRecord.After(chain.LastOrDefault(), i % 2 is 0 ? HistoryKind.Intent : HistoryKind.Outcome, Numbered.Time(i), $"{i}")
            );
        }

        return chain.ToImmutable();
    }
}
