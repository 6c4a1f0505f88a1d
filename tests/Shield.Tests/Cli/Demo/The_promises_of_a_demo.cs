using Shield.Cli.Demo;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Operating.Effects;

namespace Shield.Tests.Cli.Demo;

/// <summary>The demo is a self-check: whatever goes wrong in its world, it must say.</summary>
public sealed class The_promises_of_a_demo
{
    private static readonly Party Attacker = new("203.0.114.9", PartyRole.Attacker, "");
    private static readonly Party Visitor = new("203.0.114.10", PartyRole.Visitor, "");
    private static readonly Party Own = new("10.20.1.11", PartyRole.Own, "");

    [Fact]
    public void Are_kept_when_only_attackers_are_out() => Assert.Empty(Broken(after: [Closed(Attacker), Open(Visitor), Open(Own)]));

    [Fact]
    public void Are_broken_by_an_attacker_who_still_gets_in() =>
        Says("Attacker 203.0.114.9 reaches web-1:443", Broken(after: [Open(Attacker), Open(Visitor), Open(Own)]));

    [Fact]
    public void Are_broken_by_a_visitor_who_no_longer_does() =>
        Says("Visitor 203.0.114.10 no longer reaches web-1:443", Broken(after: [Closed(Attacker), Closed(Visitor), Open(Own)]));

    [Fact]
    public void Are_broken_by_an_own_host_that_is_touched() =>
        Says("Own 10.20.1.11 no longer reaches web-1:443", Broken(after: [Closed(Attacker), Open(Visitor), Closed(Own)]));

    [Fact]
    public void Are_broken_by_a_way_that_was_not_asked_about_again() =>
        Says("asked about 1 ways before and 0 after", Broken(after: [Closed(Attacker), Open(Visitor)]));

    [Fact]
    public void Are_broken_by_an_attacker_who_never_got_in() =>
        Says(
            "reached nothing to begin with",
            Broken(before: [Closed(Attacker), Open(Visitor), Open(Own)], after: [Closed(Attacker), Open(Visitor), Open(Own)])
        );

    [Fact]
    public void Are_broken_by_a_block_that_is_not_active() =>
        Says(
            "Attacker 203.0.114.9 is pending",
            Broken(after: [Closed(Attacker), Open(Visitor), Open(Own)], threats: [Threat(Attacker, Verdict.Block, EntryState.Pending)])
        );

    [Fact]
    public void Are_broken_by_a_block_of_anybody_else() =>
        Says(
            "Own 10.20.1.11 is to be blocked",
            Broken(
                after: [Closed(Attacker), Open(Visitor), Open(Own)],
                threats: [Threat(Attacker, Verdict.Block, EntryState.Active), Threat(Own, Verdict.Block, EntryState.Active)]
            )
        );

    private static void Says(string fault, string[] broken) =>
        Assert.Contains(broken, sentence => sentence.Contains(fault, StringComparison.Ordinal));

    // Roles that nobody plays here are another fault, and not the one in question.
    private static string[] Broken(Way[] after, Way[]? before = null, Standing[]? threats = null) =>
        [
            .. Promises
                .Broken(
                    [Attacker, Visitor, Own],
                    new Reach([.. before ?? [Open(Attacker), Open(Visitor), Open(Own)]], [.. after]),
                    [.. threats ?? [Threat(Attacker, Verdict.Block, EntryState.Active)]]
                )
                .Where(sentence => !sentence.StartsWith("nobody is in the role", StringComparison.Ordinal)),
        ];

    private static Way Open(Party party) => new(party.Address, "web-1", 443, Allowed: true, "allow /orgs/1/…");

    private static Way Closed(Party party) => new(party.Address, "web-1", 443, Allowed: false, "override_deny /orgs/1/…");

    private static Standing Threat(Party party, Verdict verdict, EntryState state) =>
        new(party.Address, verdict, Directions.Inbound, state, "brute-force");
}
