using System.Net;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Installing;
using Shield.Pce.Proof;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Pce;

public sealed class An_older_PCE : PceTest
{
    protected override SimulatorOptions Options => base.Options with { DenyRules = false };

    [Fact]
    public async Task Is_told_by_asking_for_deny_rules_and_gets_nothing_written()
    {
        var plan = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation));

        Assert.Equal(PolicyFault.NoDenyRules, plan.Refusal?.Fault);
        Assert.Contains("deny mode needs them", plan.Refusal!.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Without_any_rule_set_is_told_by_ours_and_nothing_is_provisioned()
    {
        await DeleteRuleSets();

        var error = await Assert.ThrowsAsync<PceException>(() => Install());

        Assert.Contains("deny mode needs them", error.Message, StringComparison.Ordinal);
        Assert.Contains($"GuardDuty Shield {Owner}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("POST sec_policy", Writes);
    }

    [Fact]
    public async Task Has_no_policy_check_and_that_is_no_error()
    {
        var rule = new BlockingRule(ListPurpose.Inbound, RuleCondition.Missing, null, null);
        var contact = new Contact(IPAddress.Parse("203.0.113.9"), "/orgs/1/workloads/x", Direction.Inbound, 443, 6);

        Assert.Equal(PolicyProof.NotAvailable, await new PolicyCheck(Client).AskAsync(contact, rule, Cancellation));
    }
}
