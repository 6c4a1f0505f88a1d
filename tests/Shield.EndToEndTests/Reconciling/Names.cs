using System.Text.Json.Nodes;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Reconciling;

public abstract class NamesTest : LoopTest
{
    protected const string Evil = "cdn-update-check.net";

    /// <summary>A host of ours asked for it.</summary>
    protected Sighting Asked(string name, string id = "f0000009aaaa") =>
        Seen(name, severity: 5, id, "Backdoor:EC2/C&CActivity.B!DNS") with
        {
            Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Outbound)],
        };

    protected async Task<Threat> ThreatOf(string name)
    {
        var situation = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        var decision = situation.Decided.Decisions.Single(decision => decision.Indicator == Indicator.Parse(name));
        return new ThreatStates(situation.Plan, situation.View).Of(decision);
    }

    protected async Task<string[]> ActiveNames() =>
        [
            .. (await Illumio.ReadActiveAsync(Cancellation))
                .Single(list => list.Mark.Purpose is ListPurpose.Domains)
                .Entries.Where(entry => entry.What.IsDomain)
                .Select(entry => entry.What.ToString())
                .Order(StringComparer.Ordinal),
        ];

    protected async Task<PceList> NamesList(string version = "active") =>
        (version is "active" ? await Illumio.ReadActiveAsync(Cancellation) : (await Illumio.ReadAsync(Cancellation)).Draft).Single(list =>
            list.Mark.Purpose is ListPurpose.Domains
        );
}

/// <summary>On a PCE that drops names from deny rules, as the documentation says of older ones.</summary>
public sealed class Names : NamesTest
{
    [Fact]
    public async Task Are_held_where_nobody_made_a_list_for_them()
    {
        await Install();
        await Record(Asked(Evil));
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        var threat = await ThreatOf(Evil);
        Assert.Equal((EntryState.Held, ReasonCode.DomainsOff), (threat.State, threat.Reason));
        Assert.DoesNotContain((await Illumio.ReadActiveAsync(Cancellation)), list => list.Mark.Purpose is ListPurpose.Domains);
    }

    [Fact]
    public async Task Are_listed_and_never_called_active()
    {
        await Install(withDomains: true);
        await Record(Asked(Evil), Seen(Attacker));
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 2), (report.Outcome, report.Added));
        Assert.Equal([Evil], await ActiveNames());
        Assert.Equal(
            "gds1|test-owner|Backdoor:EC2/C&CActivity.B!DNS|f0000009|" + Clock.GetUtcNow().ToString("yyyy-MM-dd"),
            (await NamesList()).Entries.Single(entry => entry.What.IsDomain).Description
        );
        Assert.Equal(EntryState.Listed, (await ThreatOf(Evil)).State);
        Assert.Equal(EntryState.Active, (await ThreatOf(Attacker)).State);
        Assert.True(await CanReach(Web, Evil, 443), "this PCE drops names: we must not say that it blocks them");

        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Leave_with_an_unblock_and_stay_off()
    {
        await Install(withDomains: true);
        await Record(Asked(Evil));
        await Reconcile();
        await Do(ActKind.Unblock, Evil);
        Assert.Equal(1, (await Reconcile()).Removed);
        Assert.Empty(await ActiveNames());
        Assert.Equal((EntryState.Ended, ReasonCode.Suppressed), ((await ThreatOf(Evil)).State, (await ThreatOf(Evil)).Reason));
        Assert.Contains((await NamesList()).Entries, entry => InboundMark.IsFixture(entry));
    }

    [Fact]
    public async Task That_somebody_put_there_stay_as_they_are_wildcards_too()
    {
        await Install(withDomains: true);
        var href = (await NamesList()).Href;
        await Admin.Put(
            href,
            new JsonObject { ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "*.Bad.example", ["description"] = "by Bo" }) }
        );
        await Admin.Provision(href);
        await Record(Asked(Evil));
        await Reconcile();
        Assert.Equal(["*.Bad.example", Evil], await ActiveNames());
        Assert.Equal("by Bo", (await NamesList()).Entries.Single(entry => entry.What.ToString() == "*.Bad.example").Description);
    }

    [Fact]
    public async Task Removed_by_hand_stay_off_for_a_day()
    {
        await Install(withDomains: true);
        await Record(Asked(Evil));
        await Reconcile();
        var href = (await NamesList()).Href;
        await Admin.Put(href, new JsonObject { ["fqdns"] = new JsonArray() });
        await Admin.Provision(href);
        await Reconcile();
        Assert.Empty(await ActiveNames());
        Assert.Equal(ReasonCode.RemovedByHand, (await ThreatOf(Evil)).Reason);
    }

    [Fact]
    public async Task Without_their_rule_wait_and_addresses_go_on()
    {
        await Install(withDomains: true);
        var rules = (JsonArray)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["deny_rules"]!;
        var rule = rules.Single(rule => ((string)rule!["description"]!).Contains("domains", StringComparison.Ordinal))!;
        await Admin.Delete((string)rule["href"]!);
        await Admin.Provision((string)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["href"]!);
        await Record(Asked(Evil), Seen(Attacker));
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Equal([Attacker], await Active());
        Assert.Equal((EntryState.Pending, "rule-missing"), ((await ThreatOf(Evil)).State, (await ThreatOf(Evil)).Reason));
    }

    [Fact]
    public async Task Are_added_to_an_installation_that_had_none()
    {
        await Install();
        await Record(Asked(Evil));
        await Reconcile();
        Assert.Equal(
            ["IP list 'GuardDuty Shield test-owner deny domains'", "override-deny rule, domains"],
            (await Install(withDomains: true)).Created
        );
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Equal([Evil], await ActiveNames());
        Assert.Empty((await Install()).Created);
    }
}

/// <summary>On a PCE that honours them.</summary>
public sealed class Names_that_are_honoured : NamesTest
{
    protected override SimulatorOptions Options => base.Options with { HonourNamesInDenyRules = true };

    [Fact]
    public async Task Are_blocked_and_still_only_called_listed()
    {
        await Install(withDomains: true);
        await Record(Asked(Evil));
        await Reconcile();
        Assert.False(await CanReach(Web, Evil, 443));
        Assert.True(await CanReach(Web, "good.example", 443));
        Assert.Equal(EntryState.Listed, (await ThreatOf(Evil)).State);
    }
}
