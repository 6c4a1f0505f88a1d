using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;
using Contact = Shield.PceSimulator.Traffic.Contact;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// <c>Policy:HoldWhenAllowedTraffic</c> against the traffic of a simulated PCE: whom our workloads regularly talk to waits for a person.
/// </summary>
public sealed class A_party_in_use : LoopTest
{
    private const string Queries = "traffic_flows/async_queries";
    private const string App = "app-1.shop.example";
    private const string Partner = "203.27.44.18";

    protected override SimulatorOptions Options => base.Options with { TrafficDelay = TimeSpan.Zero };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Admin.Delete("/sim/v1/contacts");
        Loop = Loop with { Policy = new DecisionPolicy { HoldWhenAllowedTraffic = 2 } };
        await Install();
        Pce.ClearCalls();
    }

    /// <summary>Every few hours, for five days.</summary>
    private void Habit(string from, string to) =>
        Pce.Talk(
            new Contact
            {
                From = from,
                To = to,
                Port = 443,
                At = Clock.GetUtcNow() - TimeSpan.FromDays(5),
                Every = TimeSpan.FromHours(6),
                Connections = 4,
            }
        );

    private void Partnership()
    {
        Habit(App, Partner);
        Habit(Web, Partner);
    }

    private int Asked => Requests.Count(request => request == $"POST {Queries}");

    private async Task<(EntryState State, string Reason)> StateOf(string party)
    {
        var situation = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        var decision = situation.Decided.Decisions.Single(decision => decision.Indicator == Indicator.Parse(party));
        var threat = new ThreatStates(situation.Plan, situation.View).Of(decision);
        return (threat.State, threat.Reason);
    }

    private void Refuse() =>
        Pce.Script(
            FaultJson
                .Parse(
                    """[{"match":{"method":"POST","path":"/orgs/*/traffic_flows/async_queries"},"effect":{"kind":"server_error","status":500}}]"""
                )
                .ToArray()
        );

    [Fact]
    public async Task Waits_for_a_person_and_everybody_sees_why_without_asking_again()
    {
        Partnership();
        await Record(Seen(Partner, severity: 8), Seen(Attacker, id: "f0000002aaaa"));

        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);

        Assert.Equal([Attacker], await Active());
        Assert.Equal(1, Asked);
        Assert.Equal((EntryState.Held, ReasonCode.InUse), await StateOf(Partner));
        var decided = await new SituationReader(await LedgerAsync(), Illumio, Loop).DecideAsync(
            new PceAddresses([], null),
            Clock.GetUtcNow(),
            Cancellation
        );
        Assert.Contains(
            decided.About(Indicator.Parse(Partner)).Checks,
            check =>
                check is { Name: ReasonCode.InUse, Answer: Verdict.Hold }
                && check.Detail!.StartsWith("2 of our workloads", StringComparison.Ordinal)
        );

        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Equal(1, Asked);

        // After a day it is asked about again.
        Clock.Advance(TimeSpan.FromHours(25));
        await Reconcile();
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Is_blocked_once_a_person_approves()
    {
        Partnership();
        await Record(Seen(Partner, severity: 8));
        await Reconcile();
        Assert.Empty(await Active());

        await Do(ActKind.Approve, Partner);
        await Reconcile();

        Assert.Equal([Partner], await Active());
    }

    [Fact]
    public async Task Is_not_whoever_only_calls_us_however_often_it_is_let_in()
    {
        Habit(Attacker, Web);
        Habit(Attacker, "web-2.shop.example");
        await Record(Seen(Attacker));

        await Reconcile();

        Assert.Equal([Attacker], await Active());
    }

    [Fact]
    public async Task Is_blocked_where_fewer_workloads_talk_to_it()
    {
        Habit(App, Partner);
        await Record(Seen(Partner, severity: 8));

        await Reconcile();

        Assert.Equal([Partner], await Active());
        Assert.Equal(1, Asked);
    }

    /// <summary>A Hold stops an addition; it never removes.</summary>
    [Fact]
    public async Task Stays_on_the_list_where_it_stands_already()
    {
        Partnership();
        Loop = Loop with { Policy = new DecisionPolicy() };
        await Record(Seen(Partner, severity: 8));
        await Reconcile();
        Assert.Equal(0, Asked);
        Assert.Equal([Partner], await Active());

        Loop = Loop with { Policy = new DecisionPolicy { HoldWhenAllowedTraffic = 1 } };
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);

        Assert.Equal(0, Asked);
        Assert.Equal([Partner], await Active());
        Assert.Equal(EntryState.Active, (await StateOf(Partner)).State);
    }

    [Fact]
    public async Task Waits_where_the_PCE_tells_nothing_of_its_traffic_and_no_longer_than_that()
    {
        await Record(Seen(Other, id: "f0000002aaaa"));
        await Reconcile();
        Refuse();
        await Record(Seen(Attacker));

        var report = await Reconcile();

        Assert.Equal(ReconcileOutcome.Nothing, report.Outcome);
        Assert.Equal([Other], await Active());
        Assert.Equal((EntryState.Held, ReasonCode.TrafficUnknown), await StateOf(Attacker));

        // Not at each reconcile: a PCE that does not answer would slow all of them down.
        Pce.ClearCalls();
        await Reconcile();
        Assert.Equal(0, Asked);

        Pce.Script();
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Equal([Attacker, Other], await Active());
    }

    [Fact]
    public async Task Ends_by_time_though_the_PCE_tells_nothing()
    {
        await Record(Seen(Other));
        await Reconcile();
        Refuse();
        Clock.Advance(TimeSpan.FromHours(30));

        await Reconcile();

        Assert.Empty(await Active());
    }

    [Fact]
    public async Task Is_nobodys_affair_where_the_setting_is_off()
    {
        Partnership();
        Loop = Loop with { Policy = new DecisionPolicy() };
        await Record(Seen(Partner, severity: 8));

        await Reconcile();

        Assert.Equal([Partner], await Active());
        Assert.Equal(0, Asked);
    }
}
