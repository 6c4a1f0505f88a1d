using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>Any evidence and acts in any order, reconciles in between, connections that break anywhere: the list always ends where the ledger says.</summary>
public sealed class The_laws_on_the_wire : LoopTest
{
    /// <summary>The nightly run asks for more.</summary>
    private static readonly int Histories = int.Parse(Environment.GetEnvironmentVariable("SHIELD_HISTORIES") ?? "20", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly string[] Parties = [Attacker, Other, "45.95.11.9", "10.0.0.5", "2a0e:97c0::7"];

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Enum<What>(), Gen.Int[0, Parties.Length - 1], Gen.Int[1, 3], Gen.OneOf(2.0, 5.0, 8.0), Gen.Bool)
        .Select((what, party, id, severity, flag) => new Step(what, Parties[party], $"f000000{id}aaaa", severity, flag));

    private enum What
    {
        See,
        SeeAgain,
        Unblock,
        Block,
        Allow,
        Reconcile,
        BreakPut,
        BreakPost,
    }

    [Fact]
    public async Task Hold_for_any_history()
    {
        await Install();
        await Edit(Admin, await Href(), ranges => With(ranges, "203.0.114.9"));
        await Admin.Provision(await Href());
        await Steps.Array[1, 12].SampleAsync(async steps => await Live(steps), iter: Histories, threads: 1);
    }

    private async Task Live(Step[] steps)
    {
        // Each history has a ledger of its own on one PCE, which the one before left behind.
        var path = Path.Combine(Path.GetDirectoryName(LedgerPath)!, $"{Guid.NewGuid():N}.db");
        await using var ledger = await Sqlite.SqliteLedger.OpenAsync(path, Cancellation);
        await CleanUp(ledger);
        var versions = await NewestVersion();
        var reconciles = 0;
        foreach (var (step, index) in steps.Select((step, index) => (step, index)))
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            reconciles += await Take(step, index, ledger) ? 1 : 0;
        }

        Wire.Heal();
        await Run(ledger);
        reconciles++;

        var situation = await new SituationReader(ledger, Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var wanted = situation.Decided.Decisions.Where(decision => decision[direction].Verdict is Verdict.Block).SelectMany(decision => decision[direction].Entries);
            var ours = (await List("active", direction)).Where(entry => InboundMark.IsOurs(entry)).Select(entry => entry.What.Range);
            Assert.Equal(wanted.Order(), ours.Order());
        }

        // Law 10: both halves are empty. Law 11: at most one version a reconcile. Law 4: the foreign entry is still there.
        Assert.False(situation.Plan.HasWork);
        Assert.True(await NewestVersion() - versions <= reconciles);
        Assert.Contains(await List("active"), entry => entry.What.ToString() == "203.0.114.9" && !InboundMark.IsOurs(entry));
        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.Nothing, (await Run(ledger)).Outcome);
        Assert.Empty(Writes);
    }

    private async Task<bool> Take(Step step, int index, Sqlite.SqliteLedger ledger)
    {
        switch (step.What)
        {
            case What.See or What.SeeAgain:
                var sighting = Seen(step.Party, step.Severity, step.Id, ago: step.What is What.See ? TimeSpan.FromHours(1) : TimeSpan.Zero);
                await ledger.RecordAsync([new FindingEvidence { State = new FindingState { Key = sighting.Key.Finding, UpdatedAt = sighting.Latest.UpdatedAt, Archived = false, Severity = step.Severity }, Sightings = [sighting], OwnAddresses = [] }], Cancellation);
                return false;
            case What.Unblock or What.Block or What.Allow:
                await ledger.AppendAsync([Act(step, index)], Cancellation);
                return false;
            case What.BreakPut or What.BreakPost:
                Wire.Heal();
                Wire.Lose(step.What is What.BreakPut ? "PUT" : "POST", step.Flag);
                Wire.Lose(step.What is What.BreakPut ? "PUT" : "POST", arrives: false);
                return false;
            default:
                try
                {
                    await Run(ledger);
                }
                catch (PceException)
                {
                    Wire.Heal();
                }

                return true;
        }
    }

    private Act Act(Step step, int index) => new()
    {
        Id = $"act{index:00}",
        Kind = step.What switch { What.Block => ActKind.Block, What.Allow => ActKind.Allow, _ => ActKind.Unblock },
        Indicator = Indicator.Parse(step.Party),
        At = Clock.GetUtcNow(),
        Until = step.What is What.Allow ? null : Clock.GetUtcNow() + TimeSpan.FromDays(1),
        Who = "ana@soc",
        Why = "a reason",
    };

    private Task<ReconcileReport> Run(ILedger ledger) =>
        new Reconciler(ledger, Illumio, Loop, new LeaseHolder("h", "b", 1, DateTimeOffset.UnixEpoch), _ => false, Clock).RunAsync("test", Cancellation);

    // Entries of the history before would be orphans to this ledger: an operator takes them off by hand.
    private async Task CleanUp(ILedger ledger)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var href = await Href(direction);
            var ours = (await List("draft", direction)).Where(entry => InboundMark.IsOurs(entry)).Select(entry => entry.What.ToString()).ToHashSet();
            if (ours.Count > 0)
            {
                await Edit(Admin, href, ranges => new([.. ranges.Where(range => !ours.Contains((string)range!["from_ip"]!)).Select(range => range!.DeepClone())]));
                left.Add(href);
            }
        }

        if (left.Count > 0)
        {
            await Admin.Provision([.. left]);
        }

        Assert.Equal(ReconcileOutcome.Nothing, (await Run(ledger)).Outcome);
    }

    private sealed record Step(What What, string Party, string Id, double Severity, bool Flag);
}
