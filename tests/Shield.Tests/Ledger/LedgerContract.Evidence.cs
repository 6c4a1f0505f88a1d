using System.Collections;
using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Learns_own_addresses_from_workloads_and_when_that_was()
    {
        var ledger = await OpenAsync();
        Assert.Null(await ledger.ReadWorkloadsReadAtAsync(Token));
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var (older, newer) = (
            new OwnAddress(AddressRange.Parse("45.95.11.9"), noon),
            new OwnAddress(AddressRange.Parse("45.95.11.9"), noon.AddHours(1))
        );
        await ledger.RecordWorkloadsAsync([newer], noon.AddHours(1), Token);
        await ledger.RecordWorkloadsAsync([older], noon, Token);
        Assert.Equal(noon.AddHours(1), await (await OpenAsync()).ReadWorkloadsReadAtAsync(Token));
        Assert.Equal([newer], (await ledger.ReadAsync(Token)).OwnAddresses);
        await ledger.RecordWorkloadsAsync([], noon.AddHours(2), Token);
        Assert.Equal([newer], (await ledger.ReadAsync(Token)).OwnAddresses);
        Assert.Equal(noon.AddHours(2), await ledger.ReadWorkloadsReadAtAsync(Token));
    }

    [Fact]
    public async Task Remembers_what_the_PCEs_name_led_to_and_when_last()
    {
        var ledger = await OpenAsync();
        var noon = Numbered.Time(1);
        static OwnAddress Led(string address, DateTimeOffset at) => new(AddressRange.Parse(address), at);

        await ledger.RecordPceAddressesAsync([Led("192.0.2.7", noon.AddHours(1)), Led("2001:db8::7", noon)], Token);
        await ledger.RecordPceAddressesAsync([Led("192.0.2.7", noon), Led("2001:db8::7", noon.AddHours(2))], Token);
        await ledger.RecordPceAddressesAsync([], Token);

        var content = await (await OpenAsync()).ReadAsync(Token);
        Assert.Equal(
            [Led("192.0.2.7", noon.AddHours(1)), Led("2001:db8::7", noon.AddHours(2))],
            content.PceAddresses.OrderBy(own => own.Address)
        );
        Assert.Empty(content.OwnAddresses);

        await ledger.RecordPceAddressesAsync([Led("192.0.2.8", noon.AddHours(1) + (2 * OwnAddress.Life))], Token);
        Assert.Contains(Led("192.0.2.7", noon.AddHours(1)), (await ledger.ReadAsync(Token)).PceAddresses);
    }

    [Fact]
    public async Task Notes_a_reading_of_workloads_though_a_clock_that_ran_ahead_noted_one_before()
    {
        var ledger = await OpenAsync();
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await ledger.RecordWorkloadsAsync([], noon.AddDays(365), Token);
        await ledger.RecordWorkloadsAsync([], noon, Token);
        Assert.Equal(noon, await (await OpenAsync()).ReadWorkloadsReadAtAsync(Token));
    }

    [Fact]
    public async Task Gives_back_what_names_led_to_merged_and_not_what_ended_long_ago()
    {
        var ledger = await OpenAsync();
        var noon = Numbered.Time(1).AddTicks(1);
        var (first, second) = (Led("evil.example.org", "45.95.11.9", noon), Led("evil.example.org", "2a00::9", noon));
        await ledger.RecordResolutionsAsync([second, first, first], Token);
        AnyEvidence.AssertSame(LedgerContent.Empty with { Resolutions = [first, second] }, await (await OpenAsync()).ReadAsync(Token));

        var again = Led("evil.example.org", "45.95.11.9", noon.AddHours(2));
        await ledger.RecordResolutionsAsync([again], Token);
        await ledger.RecordResolutionsAsync([first, Led("bad.example.org", "45.95.11.9", noon)], Token);
        await ledger.RecordResolutionsAsync([], Token);
        AnyEvidence.AssertSame(
            LedgerContent.Empty with
            {
                Resolutions = [again, second, Led("bad.example.org", "45.95.11.9", noon)],
            },
            await ledger.ReadAsync(Token)
        );

        // An entry of its may be on the PCE still, so it is not forgotten with its end.
        var later = Led("new.example.org", "45.95.11.8", again.Until + Resolution.Memory);
        await ledger.RecordResolutionsAsync([later], Token);
        var left = (await ledger.ReadAsync(Token)).Resolutions;
        Assert.Contains(again, left);
        Assert.Contains(later, left);
    }

    /// <summary>Law 7, for what names led to.</summary>
    [Fact]
    public async Task Holds_the_same_resolutions_whatever_the_order_repetition_and_grouping() =>
        await Gen.Select(AnyEvidence.Resolution.Array[1, 8], Gen.Int[0, int.MaxValue])
            .SampleAsync(
                async (told, seed) =>
                {
                    var random = new Random(seed);
                    var shuffled = told.Concat(told.Where(_ => random.Next(2) is 0)).ToArray();
                    random.Shuffle(shuffled);
                    var one = await (await NewStoreAsync())();
                    var other = await (await NewStoreAsync())();
                    try
                    {
                        await one.RecordResolutionsAsync(told, Token);
                        for (var (from, size) = (0, 0); from < shuffled.Length; from += size)
                        {
                            size = random.Next(1, 4);
                            await other.RecordResolutionsAsync([.. shuffled.Skip(from).Take(size)], Token);
                        }

                        var merged = LedgerContent.Empty with
                        {
                            Resolutions =
                            [
                                .. told.GroupBy(led => (led.Domain, led.Address)).Select(same => same.Aggregate((a, b) => a.Merge(b))),
                            ],
                        };
                        AnyEvidence.AssertSame(merged, await one.ReadAsync(Token));
                        AnyEvidence.AssertSame(merged, await other.ReadAsync(Token));
                    }
                    finally
                    {
                        await CloseAsync(one);
                        await CloseAsync(other);
                    }
                },
                iter: 20
            );

    [Fact]
    public async Task Gives_back_every_field_of_what_was_recorded()
    {
        var midday = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1);
        var finding = new FindingKey("111122223333", "eu-west-1", "1ab2c3d4");
        var full = new Sighting
        {
            Key = new SightingKey(finding, Indicator.Parse("198.51.100.0-198.51.100.6")),
            FirstSeen = midday,
            LastSeen = midday.AddHours(1),
            Supported = midday.AddMinutes(30),
            Severity = 8.1,
            Count = long.MaxValue,
            Sources = ["file", "111122223333"],
            Circumstances = [new(ResourceRole.Actor, ConnectionDirection.Outbound), new(ResourceRole.Missing, ConnectionDirection.Unknown)],
            Latest = new Report
            {
                UpdatedAt = midday.AddHours(2),
                Type = "Backdoor:EC2/C&CActivity.B",
                IsSample = true,
                Resource = "i-0123456789abcdef0",
                LocalPort = 51544,
                RemotePort = 443,
                Country = "Nowhere",
                Asn = "64496",
                AsnOrganization = "Example",
            },
        };
        var bare = full with
        {
            Key = full.Key with { Indicator = Indicator.Parse("evil.example.org") },
            Supported = null,
            Circumstances = [],
            Latest = new Report
            {
                UpdatedAt = midday,
                Type = "",
                IsSample = false,
                Resource = "",
            },
        };
        var evidence = new FindingEvidence
        {
            State = new FindingState
            {
                Key = finding,
                UpdatedAt = midday,
                Archived = true,
                Severity = 8.1,
            },
            Sightings = [full, bare],
            OwnAddresses = [new OwnAddress(AddressRange.Parse("2001:db8::1"), midday)],
        };

        await (await OpenAsync()).RecordAsync([evidence], Token);

        AnyEvidence.AssertSame(
            LedgerContent.Empty with
            {
                Sightings = [full, bare],
                States = [evidence.State],
                OwnAddresses = evidence.OwnAddresses,
            },
            await (await OpenAsync()).ReadAsync(Token)
        );
    }

    [Theory]
    [InlineData("'; DROP TABLE sighting; --")]
    [InlineData("a\0b")]
    [InlineData("\u001b[31m <script> =1+1 \u202e")]
    [InlineData("[\"no\", \"json\"]\\")]
    [InlineData("naïve 🦆 \uffff")]
    [InlineData("")]
    public async Task Gives_back_whatever_text_a_finding_or_an_operator_wrote(string text)
    {
        var usual = Numbered.Evidence(1);
        var finding = new FindingKey($"1{text}", $"2{text}", $"3{text}");
        var sighting = usual.Sightings[0] with
        {
            Key = usual.Sightings[0].Key with { Finding = finding },
            Sources = [text, "file"],
            Latest = usual.Sightings[0].Latest with { Type = text, Resource = text, Country = text, Asn = text, AsnOrganization = text },
        };
        var evidence = usual with { State = usual.State with { Key = finding }, Sightings = [sighting] };
        var act = Numbered.Act(1) with { Id = $"4{text}", Who = text, Why = text, AcceptedPlan = text };
        var ledger = await OpenAsync();

        Assert.Equal([true], await ledger.RecordAsync([evidence], Token));
        Assert.Equal([false], await ledger.RecordAsync([evidence], Token));
        await ledger.AppendAsync([act], Token);

        AnyEvidence.AssertSame(
            new LedgerContent
            {
                Sightings = [sighting],
                States = [evidence.State],
                OwnAddresses = evidence.OwnAddresses,
                Acts = [act],
                Resolutions = [],
            },
            await ledger.ReadAsync(Token)
        );
    }

    /// <summary>Law 7. The model is Core's own merge in a dictionary.</summary>
    [Fact]
    public async Task Holds_the_same_whatever_the_order_repetition_and_grouping_of_what_it_is_told() =>
        await Gen.Select(AnyEvidence.Record.Array[1, 8], Gen.Int[0, int.MaxValue])
            .SampleAsync(
                async (records, seed) =>
                {
                    var random = new Random(seed);
                    var told = records.Concat(records.Where(_ => random.Next(2) is 0)).ToArray();
                    random.Shuffle(told);

                    var one = await (await NewStoreAsync())();
                    var other = await (await NewStoreAsync())();
                    try
                    {
                        await one.RecordAsync(records, Token);
                        for (var (from, size) = (0, 0); from < told.Length; from += size)
                        {
                            size = random.Next(1, 4);
                            await other.RecordAsync([.. told.Skip(from).Take(size)], Token);
                        }

                        AnyEvidence.AssertSame(MergedByCore(records), await one.ReadAsync(Token));
                        AnyEvidence.AssertSame(MergedByCore(records), await other.ReadAsync(Token));
                        Assert.All(await one.RecordAsync(told, Token), Assert.False);
                    }
                    finally
                    {
                        await CloseAsync(one);
                        await CloseAsync(other);
                    }
                },
                iter: 40
            );

    [Fact]
    public async Task Says_of_each_element_whether_it_changed_anything()
    {
        var ledger = await OpenAsync();
        var (first, second) = (Numbered.Evidence(1), Numbered.Evidence(2));
        var seenAgain = first with { Sightings = [first.Sightings[1] with { LastSeen = Numbered.Time(60) }] };
        var archived = first with { State = first.State with { Archived = true } };
        var ownAgain = first with { OwnAddresses = [first.OwnAddresses[0] with { LastSeen = Numbered.Time(60) }] };
        var older = first with
        {
            State = first.State with { UpdatedAt = Numbered.Time(0), Archived = true },
            Sightings = [first.Sightings[0] with { LastSeen = Numbered.Time(0) }],
        };

        Assert.Equal([true, true, false], await ledger.RecordAsync([first, second, first], Token));
        Assert.Equal(
            [false, true, true, true, false, false],
            await ledger.RecordAsync([second, seenAgain, archived, ownAgain, older, seenAgain], Token)
        );
        Assert.Empty(await ledger.RecordAsync([], Token));
    }

    /// <summary>A store that writes while it reads its batch must be able to take all of it back.</summary>
    [Fact]
    public async Task Records_nothing_of_a_batch_that_it_was_stopped_from_reading()
    {
        var ledger = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var batch = new CancellingList([Numbered.Evidence(1), Numbered.Evidence(2), Numbered.Evidence(3)], cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ledger.RecordAsync(batch, cancellation.Token));

        AnyEvidence.AssertSame(LedgerContent.Empty, await ledger.ReadAsync(Token));
        Assert.Equal([true], await ledger.RecordAsync([Numbered.Evidence(1)], Token));
    }

    [Fact]
    public async Task Keeps_what_several_record_at_once()
    {
        const int Each = 15;
        var ledgers = new[] { await OpenAsync(), await OpenAsync(), await OpenAsync() };
        var shared = Numbered.Evidence(1);

        await Task.WhenAll(
            ledgers.Select(
                (ledger, who) =>
                    Task.Run(
                        async () =>
                        {
                            for (var i = 0; i < Each; i++)
                            {
                                // Everybody also says something of its own about the one party that all of them saw.
                                var own = shared with
                                {
                                    Sightings =
                                    [
                                        shared.Sightings[0] with
                                        {
                                            Sources = [$"{who}"],
                                            Count = i,
                                            LastSeen = Numbered.Time((who * Each) + i),
                                        },
                                    ],
                                };
                                await ledger.RecordAsync([own, Numbered.Evidence(2 + (who * Each) + i)], Token);
                                await ledger.AppendAsync([Numbered.Act((who * Each) + i)], Token);
                            }
                        },
                        Token
                    )
            )
        );

        var content = await ledgers[0].ReadAsync(Token);
        Assert.Equal(1 + (3 * Each), content.States.Length);
        Assert.Equal(3 * Each, content.Acts.Length);
        var seen = Assert.Single(content.Sightings, sighting => sighting.Key == shared.Sightings[0].Key);
        Assert.Equal(["0", "1", "2"], seen.Sources);
        Assert.Equal((Each - 1, Numbered.Time((3 * Each) - 1)), (seen.Count, seen.LastSeen));
    }

    [Fact]
    public async Task Leaves_an_act_alone_whose_id_it_knows()
    {
        var ledger = await OpenAsync();
        var act = Numbered.Act(1);

        await ledger.AppendAsync([act], Token);
        await ledger.AppendAsync([act with { Kind = ActKind.Unblock, Why = "another" }, Numbered.Act(2)], Token);
        await ledger.AppendAsync([], Token);

        Assert.Equal([act, Numbered.Act(2)], (await ledger.ReadAsync(Token)).Acts);
    }

    [Fact]
    public async Task Gives_acts_of_every_kind_in_the_order_of_time_and_id()
    {
        var acts = Enum.GetValues<ActKind>()
            .SelectMany(kind =>
                Enum.GetValues<Directions>()
                    .Select(directions =>
                        Numbered.Act(1) with
                        {
                            Id = $"{kind} {directions}",
                            Kind = kind,
                            Indicator = kind is ActKind.Pause or ActKind.Resume ? null : Indicator.Parse("2a00::/64"),
                            Directions = directions,
                            At = Numbered.Time((int)kind / 2),
                            Until = kind is ActKind.Allow ? null : Numbered.Time(100),
                        }
                    )
            )
            .ToArray();
        var ledger = await OpenAsync();

        await ledger.AppendAsync([.. acts.Reverse()], Token);

        Assert.Equal(acts.OrderBy(act => act.At).ThenBy(act => act.Id, StringComparer.Ordinal), (await ledger.ReadAsync(Token)).Acts);
    }

    private static Resolution Led(string name, string address, DateTimeOffset at) =>
        Resolution.Of(Indicator.Parse(name).Domain!, AddressRange.Parse(address), TimeSpan.Zero, at);

    private static LedgerContent MergedByCore(IEnumerable<FindingEvidence> records)
    {
        var all = records.ToArray();
        return LedgerContent.Empty with
        {
            States = [.. all.GroupBy(one => one.State.Key, one => one.State).Select(same => same.Aggregate((a, b) => a.Merge(b)))],
            Sightings =
            [
                .. all.SelectMany(one => one.Sightings)
                    .GroupBy(sighting => sighting.Key)
                    .Select(same => same.Aggregate((a, b) => a.Merge(b))),
            ],
            OwnAddresses =
            [
                .. all.SelectMany(one => one.OwnAddresses).GroupBy(own => own.Address).Select(same => same.Aggregate((a, b) => a.Merge(b))),
            ],
        };
    }

    /// <summary>Cancels the call that reads it, before its last element.</summary>
    private sealed class CancellingList(FindingEvidence[] evidence, CancellationTokenSource cancellation) : IReadOnlyList<FindingEvidence>
    {
        public int Count => evidence.Length;

        public FindingEvidence this[int index]
        {
            get
            {
                if (index == evidence.Length - 1)
                {
                    cancellation.Cancel();
                }

                return evidence[index];
            }
        }

        public IEnumerator<FindingEvidence> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
