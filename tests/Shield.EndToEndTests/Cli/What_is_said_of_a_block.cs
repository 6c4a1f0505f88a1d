using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Effects;
using Shield.Operating.Words;

namespace Shield.EndToEndTests.Cli;

/// <summary>Nobody is said to be blocked unless an enabled rule of ours uses the list (law 16).</summary>
public sealed partial class What_is_said_of_a_block : CliTest
{
    private const string Attacker = "45.83.64.1";

    public static TheoryData<RuleCondition, ReconcileOutcome> Outcomes =>
        [.. Enum.GetValues<RuleCondition>().SelectMany(rule => Enum.GetValues<ReconcileOutcome>().Select(outcome => (rule, outcome)))];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Is_that_it_is_active_or_nothing_of_the_kind(RuleCondition rule, ReconcileOutcome outcome)
    {
        var isInForce = rule is RuleCondition.InForce;
        var report = new ReconcileReport
        {
            Outcome = outcome,
            Added = 1,
            KeptBack = outcome is ReconcileOutcome.KeptBack ? 1 : 0,
            Unenforced = isInForce ? null : [new UnenforcedList(ListPurpose.Inbound, rule, null)],
            MadeActive =
                isInForce && outcome is ReconcileOutcome.Applied or ReconcileOutcome.KeptBack && isInForce
                    ? new ChangedBlocks(1, [Attacker])
                    : null,
        };
        var effect = new ReconcileEffect(report, PceMode.Deny);
        var summary = ApplySummary.Of(effect);
        var text = Written(screen => screen.Lines(ReconcileLines.Whole(effect)));
        Assert.Equal(summary.MadeActive is not null, SaysBlocked(text));
        var isWritten = outcome is ReconcileOutcome.Applied or ReconcileOutcome.Nothing or ReconcileOutcome.KeptBack;
        Assert.Equal(isWritten && !isInForce, summary.Outcome is "not-enforced");
        if (!isInForce)
        {
            Assert.Contains("To do:", text, StringComparison.Ordinal);
            Assert.Equal(
                outcome is ReconcileOutcome.Observed ? 0
                    : outcome is ReconcileOutcome.NotYet or ReconcileOutcome.Waiting ? 1
                    : 3,
                report.ToExitCode()
            );
        }

        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            foreach (var state in Enum.GetValues<EntryState>())
            {
                var reason = isInForce ? null : $"rule-{rule.ToWord()}";
                var said = EffectText.OfParty(new Standing(Attacker, verdict, Directions.Inbound, state, reason)).Text;
                Assert.True(!SaysBlocked(said) || (verdict, state) is (Verdict.Block, EntryState.Active), $"{verdict}, {state}: {said}");
            }
        }
    }

    [Theory]
    [InlineData("set", "disabled")]
    [InlineData("rule", "disabled")]
    [InlineData("shape", "misshapen")]
    public async Task Is_nothing_where_a_person_changed_our_rules_and_the_exit_code_is_3(string what, string condition)
    {
        (await Initialise()).Expect(0);
        var planned = (await Json("plan")).Expect(0);
        Assert.True((bool)planned.Json["enforced"]!);
        await ChangeAsync(what);
        foreach (
            var run in new[]
            {
                await Json("ingest", File("f.json", FindingText.BruteForce(Attacker)), "--apply"),
                await Json("threats", "block", "45.83.64.2", "--reason", "x"),
                await Json("threats", "block", "45.83.64.2", "--reason", "again"),
            }
        )
        {
            var applied = run.Expect(3).Json["apply"]!;
            Assert.Equal("not-enforced", (string)applied["outcome"]!);
            Assert.All(applied["notEnforced"]!.AsArray(), list => Assert.Equal(condition, (string)list!["rule"]!));
        }

        var again = (await Json("apply")).Expect(3);
        Assert.Equal("not-enforced", (string)again.Json["outcome"]!);
        Assert.False((bool)(await Json("plan")).Expect(0).Json["enforced"]!);
        foreach (
            var text in new[]
            {
                (await Text("apply")).Expect(3).Output,
                (await Text("plan")).Expect(0).Output,
                (await Text("threats", "block", "45.83.64.3", "--reason", "x")).Expect(3).Output,
                (await Text("ingest", File("f.json", FindingText.BruteForce("45.83.64.4")), "--apply")).Expect(3).Output,
                (await Text("explain", Attacker)).Expect(0).Output,
            }
        )
        {
            Assert.False(SaysBlocked(text), text);
            Assert.Contains("PCE's console", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("All is well", (await Text("status")).Output, StringComparison.Ordinal);

        // An unblock is about what it lets through, which holds.
        var unblocked = (await Json("unblock", Attacker, "--reason", "x")).Expect(0);
        Assert.Equal("ended", (string)unblocked.Json["state"]!);
    }

    [Fact]
    public async Task Is_what_was_unblocked_where_an_act_only_removes()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        var text = (await Text("unblock", Attacker, "--reason", "x")).Expect(0).Output;
        Assert.False(SaysBlocked(text), text);
        Assert.Contains($"{Attacker} is not blocked", text, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromDays(8));
        await Text("threats", "block", "45.83.64.9", "--reason", "x", "--for", "1h");
        Clock.Advance(TimeSpan.FromHours(2));
        var applied = (await Text("apply")).Expect(0).Output;
        Assert.Contains("Unblocked, taken off the lists: 45.83.64.9", applied, StringComparison.Ordinal);
        Assert.False(SaysBlocked(applied), applied);
    }

    [Fact]
    public async Task Is_of_a_pending_one_what_it_waits_for()
    {
        (await Initialise()).Expect(0);
        (await Json("ingest", File("f.json", FindingText.BruteForce(Attacker)))).Expect(0);
        var threat = (await Json("threats", "list")).Json[0]!;
        Assert.Equal(("pending", "not-applied"), ((string)threat["state"]!, (string)threat["reason"]!));
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        Assert.Equal("over-limit", (string)(await Json("explain", Attacker)).Json["reason"]!);
    }

    private static bool SaysBlocked(string text) => Blocked().IsMatch(text);

    [GeneratedRegex(@"(?<!not |be |nothing )\b(is|are) blocked\b(?! by Shield)", RegexOptions.IgnoreCase)]
    private static partial Regex Blocked();

    private static string Written(Action<Screen> write)
    {
        using var output = new StringWriter();
        write(new Screen(output, isTerminal: false));
        return output.ToString();
    }

    private async Task ChangeAsync(string what)
    {
        var set = (await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!;
        var href = (string)set["href"]!;
        var rules = (await Admin.Get(href))["deny_rules"]!.AsArray().Select(rule => (string)rule!["href"]!).ToList();
        switch (what)
        {
            case "set":
                await Admin.Put(href, new JsonObject { ["enabled"] = false });
                break;
            default:
                foreach (var rule in rules)
                {
                    await Admin.Put(
                        rule,
                        what is "rule" ? new JsonObject { ["enabled"] = false } : new JsonObject { ["override"] = false }
                    );
                }

                break;
        }

        await Admin.Provision(href);
    }
}
