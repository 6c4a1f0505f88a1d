using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_threat_on_the_PCE
{
    private const string Held = "Behavior:EC2/NetworkPortUnusual";
    private const string Probe = "Recon:EC2/PortProbeUnprotectedPort";

    public static TheoryData<string, string, string[], RuleCondition, string> Cases =>
        new()
        {
            // what, type of the finding, on the active inbound list, the inbound rule | its state, and why
            { "on the list, and a rule uses that", Probe, ["45.95.11.7"], RuleCondition.InForce, "Active scanner" },
            { "not on the list", Probe, [], RuleCondition.InForce, "Pending not-applied" },
            { "on the list, and the rule is disabled", Probe, ["45.95.11.7"], RuleCondition.Disabled, "Pending rule-disabled" },
            { "somebody excluded it", Probe, ["45.95.11.7", "!45.95.11.7"], RuleCondition.InForce, "Pending foreign-exclusion" },
            { "somebody excluded another", Probe, ["45.95.11.7", "!45.95.12.7"], RuleCondition.InForce, "Active scanner" },
            { "a summary stands for it", Probe, ["45.95.11.6/31 summary"], RuleCondition.InForce, "Active scanner" },
            { "a summary of others", Probe, ["45.95.11.8/31 summary"], RuleCondition.InForce, "Pending not-applied" },
            { "held, and on the list since before", Held, ["45.95.11.7"], RuleCondition.InForce, "Active anomaly" },
            { "held, on the list, and no rule uses that", Held, ["45.95.11.7"], RuleCondition.Missing, "Listed anomaly" },
            { "held", Held, [], RuleCondition.InForce, "Held anomaly" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_in_the_state_that_the_active_policy_gives_it(string what, string type, string[] active, RuleCondition rule, string state)
    {
        var view = View(active.Select(EntryOf)) with
        {
            Rules =
            [
                new BlockingRule(ListPurpose.Inbound, rule, "/r/1", null),
                new BlockingRule(ListPurpose.Outbound, RuleCondition.InForce, "/r/2", null),
            ],
        };
        var told = StateOf(Attacker, Known([Seen(Attacker, type)]), view);
        Assert.True(state == told, $"{what}: {told}");
    }

    [Theory]
    [InlineData("45.95.11.8", "45.95.11.10-45.95.11.15", "Active operator")]
    [InlineData("45.95.11.8", null, "Pending not-applied")]
    [InlineData(null, null, "Pending not-applied")]
    public void Is_active_once_every_piece_of_it_is(string? one, string? other, string state)
    {
        var acts = new[] { Did(ActKind.Block, "45.95.11.8/29", "act1"), Did(ActKind.Allow, "45.95.11.9", "act2") };
        var pieces = new[] { one, other }.OfType<string>().Select(piece => Ours(piece, "act1")).ToList();
        Assert.Equal(state, StateOf("45.95.11.8/29", Known([], acts), View(pieces, pieces)));
    }

    [Fact]
    public void Is_releasing_while_what_is_not_wanted_any_more_stands_on_the_list_and_ended_then()
    {
        var undone = Known([Seen(Attacker)], [Did(ActKind.Unblock, Attacker)]);
        Assert.Equal("Releasing suppressed", StateOf(Attacker, undone, View([Ours(Attacker)])));
        Assert.Equal("Ended suppressed", StateOf(Attacker, undone, Empty));
        Assert.Equal("Ignored special-purpose", StateOf("10.0.0.5", Known([Seen("10.0.0.5")]), Empty));
    }

    [Fact]
    public void Waits_for_what_keeps_it_back()
    {
        Assert.Equal("Pending over-limit", StateOf(Attacker, Known([Seen(Attacker)]), Empty, new AddLimits(0, 0)));
        Assert.Equal("Pending over-capacity", StateOf(Attacker, Known([Seen(Attacker)]), Empty, maxEntries: 0));
    }

    private static string StateOf(string party, LedgerContent ledger, PceView view, AddLimits? limits = null, int maxEntries = 6_000)
    {
        var threat = new ThreatStates(PlanFor(ledger, view, limits, maxEntries: maxEntries), view).Of(DecideOne(party, ledger));
        return $"{threat.State} {threat.Reason}";
    }

    private static ListEntry EntryOf(string text) =>
        text switch
        {
            ['!', .. var range] => Foreign(range) with { IsExclusion = true },
            _ when text.Split(' ') is [var range, "summary"] => new ListEntry(AddressRange.Parse(range))
            {
                Description = EntryMark.Summary(Owner, 2, Now).ToString(),
            },
            _ => Ours(text),
        };
}
