using System.Net;
using System.Text;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>Entries of all lists share one limit, everybody's.</summary>
public sealed class The_room_on_the_PCE : LoopTest
{
    // The seed's own lists take some of it; what is left is little enough to be filled by a test.
    protected override SimulatorOptions Options => base.Options with { SoftIpListEntries = 60, HardIpListEntries = 60 };

    [Fact]
    public async Task Is_what_others_leave_of_the_soft_limit()
    {
        await Install();
        var before = (await Illumio.ReadAsync(Cancellation)).EntriesOfOthers;
        await Admin.CreateList("Theirs", [.. Enumerable.Range(1, 20).Select(i => $"203.0.114.{i}")]);
        var view = await Illumio.ReadAsync(Cancellation);
        Assert.Equal(before + 20, view.EntriesOfOthers);
        Assert.Equal(8_000 - before - 20, new Capacity(10_000, view.EntriesOfOthers, LearntTotal: null).ForOurs);
    }

    [Fact]
    public async Task Counts_what_somebody_put_on_our_list_as_theirs_and_our_blocks_not()
    {
        await Install();
        var before = (await Illumio.ReadAsync(Cancellation)).EntriesOfOthers;
        await Record(Seen(Attacker));
        await Reconcile();
        await Edit(Admin, await Href(), ranges => With(ranges, "203.0.114.9"));
        Assert.Equal(before + 1, (await Illumio.ReadAsync(Cancellation)).EntriesOfOthers);
    }

    [Fact]
    public async Task When_it_ends_is_learnt_and_not_asked_for_again()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await Fill();

        await Record([.. Enumerable.Range(1, 5).Select(i => Seen($"51.68.144.{i * 2}", id: $"f{i:0000000}bbbb"))]);
        var full = await Reconcile();

        Assert.Equal((ReconcileOutcome.KeptBack, 5), (full.Outcome, full.KeptBack));
        Assert.Equal([Attacker], await Active());
        Assert.Single((await History()).Records, record => record.Kind is HistoryKind.PceRefusal);

        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.KeptBack, (await Reconcile()).Outcome);
        Assert.Empty(Writes);

        // A removal goes whatever the room, and what it leaves is used.
        await Do(ActKind.Unblock, Attacker);
        var swapped = await Reconcile();
        Assert.Equal((1, 1), (swapped.Added, swapped.Removed));
        Assert.DoesNotContain(Attacker, await Active());
    }

    [Fact]
    public async Task Is_given_to_the_worse_when_it_is_scarce()
    {
        await Install();
        Loop = Loop with { MaxEntries = 2 };
        await Record(Seen("51.68.144.2", severity: 2, id: "f1"), Seen("51.68.144.4", severity: 2, id: "f2", ago: TimeSpan.FromHours(3)));
        await Reconcile();
        await Record(Seen("51.68.144.8", severity: 8, id: "f3"), Seen("51.68.144.10", severity: 1.5, id: "f4"));

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.KeptBack, 1, 1, 2), (report.Outcome, report.Added, report.Removed, report.KeptBack));
        Assert.Contains("51.68.144.8", await Active());
        Assert.Equal(2, (await Active()).Length);
        Pce.ClearCalls();
        await Reconcile();
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Is_made_by_summaries_of_neighbours_that_cover_nobody_else()
    {
        await Install();
        Loop = Loop with { MaxEntries = 4 };
        await Record(Seen("51.68.144.0", id: "f1"), Seen("51.68.144.1", id: "f2"), Seen("51.68.144.9", id: "f9"));
        await Reconcile();
        await Record(Seen("51.68.144.2", id: "f3"), Seen("51.68.144.3", id: "f4"), Seen("51.68.144.5", id: "f5"));

        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Equal(["51.68.144.0/30", "51.68.144.5", "51.68.144.9"], await Active());
        Assert.Equal(
            $"gds1|test-owner|summary|4-parties|{Clock.GetUtcNow():yyyy-MM-dd}",
            (await List("active")).Single(entry => entry.What.ToString() == "51.68.144.0/30").Description
        );
        Assert.False(await CanReach("51.68.144.2", Web, 443));
        Assert.True(await CanReach("51.68.144.4", Web, 443));

        // One of them is undone: it is free at once, and nobody else is.
        await Do(ActKind.Unblock, "51.68.144.2");
        await Reconcile();
        Assert.True(await CanReach("51.68.144.2", Web, 443));
        foreach (var party in new[] { 0, 1, 3, 5, 9 })
        {
            Assert.False(await CanReach($"51.68.144.{party}", Web, 443));
        }

        Pce.ClearCalls();
        await Reconcile();
        Assert.Empty(Writes);
    }

    /// <summary>Bo takes all the room there is.</summary>
    private async Task Fill()
    {
        var view = await Illumio.ReadAsync(Cancellation);
        var ours = view.Draft.Sum(list => list.Entries.Count(entry => list.Mark.IsOurs(entry)));
        await Admin.CreateList("Bo's many", [.. Enumerable.Range(1, 60 - view.EntriesOfOthers - ours).Select(i => $"203.0.114.{i}")]);
    }
}

/// <summary>The PCE would not have one of our entries, for a reason of its own.</summary>
public sealed class An_entry_that_the_PCE_refuses : LoopTest
{
    [Fact]
    public async Task Is_found_by_halves_and_held_with_the_PCEs_words_and_the_rest_goes_on()
    {
        await Install();
        await Record([.. Enumerable.Range(1, 9).Select(i => Seen($"51.68.144.{i * 2}", id: $"f{i:0000000}bbbb"))]);
        Refuse("51.68.144.10");

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.KeptBack, 8, 1), (report.Outcome, report.Added, report.KeptBack));
        Assert.Equal(8, (await Active()).Length);
        var situation = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        var kept = situation.Plan.KeptBack.Single();
        Assert.Equal(("51.68.144.10", ReasonCode.PceRejected), (kept.Addition.Entry.ToString(), kept.Reason));
        Assert.Contains("not to our liking", kept.Detail, StringComparison.Ordinal);

        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.KeptBack, (await Reconcile()).Outcome);
        Assert.Empty(Writes);

        // After a day it is tried once more.
        Wire.Instead = null;
        Clock.Advance(TimeSpan.FromHours(25));
        await Record([.. Enumerable.Range(1, 9).Select(i => Seen($"51.68.144.{i * 2}", id: $"f{i:0000000}bbbb", ago: TimeSpan.Zero))]);
        await Reconcile();
        Assert.Equal(9, (await Active()).Length);
    }

    [Fact]
    public async Task Loses_nothing_of_what_leaves()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await Do(ActKind.Unblock, Attacker);
        await Record(Seen(Other), Seen("51.68.144.10", id: "f2"));
        Refuse("51.68.144.10");
        var report = await Reconcile();
        Assert.Equal((1, 1, 1), (report.Added, report.Removed, report.KeptBack));
        Assert.Equal([Other], await Active());
    }

    [Fact]
    public async Task Among_many_costs_a_bounded_number_of_requests_and_nothing_that_leaves_waits_for_the_search()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await Do(ActKind.Unblock, Attacker);
        string[] parties = [.. Enumerable.Range(0, 200).Select(i => $"51.68.{144 + (i / 100)}.{(i % 100) * 2}")];
        await Record([.. parties.Select((party, i) => Seen(party, id: $"f{i:0000000}bbbb"))]);
        string[] bad = [.. parties.Where((_, i) => i % 2 is 0)];
        var writes = new List<string>();
        Wire.Instead = (request, body) =>
        {
            var isPut = request.Method == HttpMethod.Put;
            if (
                isPut
                || (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/sec_policy", StringComparison.Ordinal))
            )
            {
                writes.Add(request.Method.Method);
            }

            return isPut && bad.Any(party => body.Contains($"\"{party}\"", StringComparison.Ordinal))
                ? NotToItsLiking("one of them")
                : null;
        };

        var first = await Reconcile();
        Assert.Equal((ReconcileOutcome.KeptBack, 1), (first.Outcome, first.Removed));
        Assert.DoesNotContain(Attacker, await Active());
        Assert.InRange(writes.Count, 1, 80);

        // The first write was refused as a whole; the second has no addition and is provisioned: what leaves is off before the search
        // begins.
        Assert.Equal(["PUT", "PUT", "POST", "PUT"], writes.Take(4));

        var rounds = 1;
        for (var active = -1; active < 100 && rounds < 20; rounds++)
        {
            writes.Clear();
            Assert.Equal(ReconcileOutcome.KeptBack, (await Reconcile()).Outcome);
            Assert.InRange(writes.Count, 0, 80);
            var now = (await Active()).Length;
            Assert.True(now >= active, "nothing that was taken is lost again");
            active = now;
        }

        Assert.Equal(parties.Except(bad).Order(StringComparer.Ordinal), await Active());
        await Reconcile();
        writes.Clear();
        Assert.Equal((ReconcileOutcome.KeptBack, 100), ((await Reconcile()) is var calm ? (calm.Outcome, calm.KeptBack) : default));
        Assert.Empty(writes);
    }

    public static TheoryData<string, string[]> OtherWork =>
        new()
        {
            // what else there is to do | the first writes: PUTs with how many of the four additions they hold, and POSTs that provision
            { "nothing", ["PUT 4", "PUT 0", "PUT 2"] },
            { "an unblock", ["PUT 4", "PUT 0", "POST", "PUT 4"] },
            { "a block that was drafted and never made active", ["PUT 4", "POST", "PUT 4"] },
            { "a block on the other list", ["PUT 4", "PUT 0", "POST", "PUT 4"] },
            { "the sentinel, which somebody took off", ["PUT 4", "PUT 0", "PUT 4"] },
        };

    [Theory]
    [MemberData(nameof(OtherWork))]
    public async Task Is_searched_for_after_whatever_else_there_is_to_do(string what, string[] writes)
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        switch (what)
        {
            case "an unblock":
                await Do(ActKind.Unblock, Attacker);
                break;
            case "a block that was drafted and never made active":
                await Record(Seen(Other, id: "f2"));
                Pce.Script(new FaultRule { Method = "POST", Effect = new Fault.Reset(Moment.Before) });
                await Assert.ThrowsAsync<PceException>(() => Reconcile());
                Pce.Script();
                break;
            case "a block on the other list":
                await Record(Seen(Other, id: "f2", type: "Backdoor:EC2/C&CActivity.B") with { Circumstances = [Outbound] });
                break;
            case "the sentinel, which somebody took off":
                await Edit(Admin, await Href(), ranges => Without(ranges, ListEntry.SentinelRange.ToString()));
                // Until then the additions would wait for that draft (Pce:ForeignDraftWait).
                Clock.Advance(TimeSpan.FromMinutes(16));
                break;
        }

        string[] fresh = [.. Enumerable.Range(1, 4).Select(i => $"51.68.144.{i * 2}")];
        await Record([.. fresh.Select((party, i) => Seen(party, id: $"f{i:0000000}bbbb"))]);
        var seen = new List<string>();
        Wire.Instead = (request, body) =>
        {
            if (request.Method == HttpMethod.Put)
            {
                seen.Add($"PUT {fresh.Count(party => body.Contains($"\"{party}\"", StringComparison.Ordinal))}");
            }
            else if (request.Method == HttpMethod.Post)
            {
                seen.Add("POST");
            }

            return request.Method == HttpMethod.Put && body.Contains($"\"{fresh[1]}\"", StringComparison.Ordinal)
                ? NotToItsLiking(fresh[1])
                : null;
        };

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.KeptBack, 1), (report.Outcome, report.KeptBack));
        Assert.True(writes.SequenceEqual(seen.Take(writes.Length)), $"{what}: {string.Join(", ", seen)}");
    }

    private static readonly Circumstance Outbound = new(ResourceRole.Actor, ConnectionDirection.Outbound);

    [Fact]
    public async Task Keeps_no_new_attacker_waiting_while_the_search_goes_on()
    {
        await Install();
        string[] bad = [.. Enumerable.Range(0, 100).Select(i => $"51.68.144.{i * 2}")];
        await Record([.. bad.Select((party, i) => Seen(party, id: $"f{i:0000000}bbbb"))]);
        Wire.Instead = (request, body) =>
            request.Method == HttpMethod.Put && bad.Any(party => body.Contains($"\"{party}\"", StringComparison.Ordinal))
                ? NotToItsLiking("one of them")
                : null;
        Assert.Equal(100, (await Reconcile()).KeptBack);
        await Record(Seen(Attacker));
        await Reconcile();
        Assert.Equal([Attacker], await Active());
    }

    private void Refuse(string address) =>
        Wire.Instead = (request, body) =>
            request.Method == HttpMethod.Put && body.Contains($"\"{address}\"", StringComparison.Ordinal) ? NotToItsLiking(address) : null;

    private static HttpResponseMessage NotToItsLiking(string what) =>
        new(HttpStatusCode.NotAcceptable)
        {
            Content = new StringContent(
                $$"""[{"token":"input_validation_error","message":"{{what}} is not to our liking"}]""",
                Encoding.UTF8,
                "application/json"
            ),
        };
}
