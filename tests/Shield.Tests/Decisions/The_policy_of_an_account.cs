using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class The_policy_of_an_account
{
    private const string One = "111122223333";
    private const string Other = "444455556666";

    [Fact]
    public void Sets_the_least_severity_of_its_own_sightings()
    {
        var policy = Of(new AccountPolicy { MinimumSeverity = 4 }) with { MinimumSeverity = 7 };
        Assert.Equal((Verdict.Block, "scanner"), Answer(policy, In(One, severity: 5)));
        Assert.Equal((Verdict.Ignore, ReasonCode.BelowSeverity), Answer(policy, In(Other, severity: 5)));
        Assert.Equal((Verdict.Ignore, ReasonCode.BelowSeverity), Answer(policy, In(One, severity: 3)));
    }

    [Fact]
    public void Asks_for_its_own_blocks()
    {
        var policy = Of(new AccountPolicy { Autonomy = Autonomy.Ask });
        Assert.Equal((Verdict.Hold, ReasonCode.Ask), Answer(policy, In(One)));
        Assert.Equal((Verdict.Block, "scanner"), Answer(policy, In(Other)));
        Assert.Contains(
            DecideOne(Attacker, Known([In(One)]), policy).Checks,
            check => check is { Name: ReasonCode.Ask, Answer: Verdict.Hold, Detail: $"account {One}" }
        );
    }

    [Fact]
    public void Is_told_to_ask_also_where_another_account_may_act_and_then_holds_nothing()
    {
        var policy = Of(new AccountPolicy { Autonomy = Autonomy.Ask });
        var both = Known([In(One), In(Other, id: "f0000002aaaa")]);
        Assert.Contains(
            DecideOne(Attacker, both, policy).Checks,
            check => check is { Name: ReasonCode.Ask, Answer: null, Detail: $"account {One}" }
        );
    }

    [Fact]
    public void Acts_where_all_others_are_asked_for()
    {
        var policy = Of(new AccountPolicy { Autonomy = Autonomy.Act }) with { Autonomy = Autonomy.Ask };
        Assert.Equal((Verdict.Block, "scanner"), Answer(policy, In(One)));
        Assert.Equal((Verdict.Hold, ReasonCode.Ask), Answer(policy, In(Other)));
    }

    /// <summary>The strongest wins (c), and only what may act supports the block.</summary>
    [Fact]
    public void Blocks_by_the_sighting_that_may_act_and_for_as_long_as_that_one_says()
    {
        var policy = Of(new AccountPolicy { Autonomy = Autonomy.Ask });
        var decision = DecideOne(Attacker, Known([In(One, severity: 9), In(Other, severity: 2, id: "f0000002aaaa")]), policy);
        Assert.Equal(
            (Verdict.Block, 2.0, Now - TimeSpan.FromHours(1) + TimeSpan.FromHours(24)),
            (decision.Verdict, decision.Inbound.Severity, decision.Until)
        );
    }

    [Fact]
    public void Observes_so_that_its_sightings_neither_block_nor_wait()
    {
        var policy = Of(new AccountPolicy { Autonomy = Autonomy.Observe });
        Assert.Equal((Verdict.Ignore, ReasonCode.Observe), Answer(policy, In(One)));
        Assert.Equal((Verdict.Ignore, ReasonCode.Observe), Answer(policy, In(One, type: "Canary:EC2/Unheard")));
        Assert.Equal((Verdict.Ignore, "victim"), Answer(policy, In(One, type: "Recon:EC2/Portscan", role: ResourceRole.Actor)));
        Assert.Equal((Verdict.Block, "scanner"), Answer(policy, In(One, severity: 9), In(Other, id: "f0000002aaaa")));
        Assert.Equal(
            (Verdict.Block, ReasonCode.Operator),
            Answer(DecideOne(Attacker, Known([In(One)], [Did(Core.Ledger.ActKind.Block, Attacker)]), policy))
        );
    }

    /// <summary>Decided as ever, so that it can be looked at; that nothing is written is the loop's matter.</summary>
    [Fact]
    public void Is_decided_as_ever_where_all_is_only_observed() =>
        Assert.Equal((Verdict.Block, "scanner"), Answer(new DecisionPolicy { Autonomy = Autonomy.Observe }, In(One)));

    private static DecisionPolicy Of(AccountPolicy account) =>
        new() { Accounts = ImmutableSortedDictionary<string, AccountPolicy>.Empty.Add(One, account) };

    private static Sighting In(
        string account,
        string type = "Recon:EC2/PortProbeUnprotectedPort",
        double severity = 2,
        string id = "f0000001aaaa",
        ResourceRole role = ResourceRole.Target
    )
    {
        var seen = Seen(Attacker, type, id, severity, role: role);
        return seen with { Key = seen.Key with { Finding = seen.Key.Finding with { Account = account } } };
    }

    private static (Verdict, string) Answer(DecisionPolicy policy, params Sighting[] sightings) =>
        Answer(DecideOne(Attacker, Known(sightings), policy));

    private static (Verdict, string) Answer(Decision decision) => (decision.Verdict, decision.Reason);
}
