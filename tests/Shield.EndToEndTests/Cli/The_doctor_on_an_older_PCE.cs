using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using static Shield.EndToEndTests.Cli.Examined;

namespace Shield.EndToEndTests.Cli;

/// <summary>A PCE that knows no deny rules.</summary>
public sealed class The_doctor_on_an_older_PCE : CliTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier", DenyRules = false };

    [Fact]
    public async Task Fails_where_deny_mode_needs_deny_rules()
    {
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal("fail", Answer(run, "deny-rules"));
        Assert.Contains("Pce:Mode=exclusion", Remedy(run, "deny-rules"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_none_in_exclusion_mode_and_says_that_no_rule_uses_our_lists_yet()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        (await Initialise()).Expect(0);
        var run = (await Json("doctor")).Expect(1);

        Assert.Equal(("pass", "pass", "fail"), (Answer(run, "deny-rules"), Answer(run, "lists"), Answer(run, "rules-inbound")));
        Assert.Contains("shield init --rule", Remedy(run, "rules-inbound"), StringComparison.Ordinal);
    }
}
