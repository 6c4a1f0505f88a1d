using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Pce.Installing;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Tests.Pce;

public sealed class An_exclusion_rule
{
    private const string Ours = "/orgs/1/sec_policy/draft/ip_lists/7";
    private const string Any = "/orgs/1/sec_policy/draft/ip_lists/1";
    private const string Rule = "/orgs/1/sec_policy/draft/rule_sets/3/sec_rules/4";
    private const string Workloads = """{"actors":"ams"}""";

    public static TheoryData<Direction> BothDirections { get; } = [Direction.Inbound, Direction.Outbound];

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_in_force_when_an_enabled_rule_uses_our_list_where_it_blocks(Direction direction)
    {
        var rule = Judge(direction, Set([Using(direction, List(Ours))]));
        Assert.Equal((RuleCondition.InForce, Rule), (rule.Condition, rule.Href));
        Assert.Equal(RuleCondition.Missing, Judge(Other(direction), Set([Using(direction, List(Ours))])).Condition);
    }

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_none_when_the_rule_or_its_set_is_off_or_says_nothing_of_it(Direction direction)
    {
        var good = Using(direction, List(Ours));
        Assert.Equal(RuleCondition.Disabled, Judge(direction, Set([good with { Enabled = false }])).Condition);
        Assert.Equal(RuleCondition.Disabled, Judge(direction, Set([good with { Enabled = null }])).Condition);
        Assert.Equal(RuleCondition.Disabled, Judge(direction, Set([good]) with { Enabled = false }).Condition);
        Assert.Equal(RuleCondition.InForce, Judge(direction, Set([good with { Enabled = false }, good])).Condition);
    }

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_misshapen_when_one_that_uses_our_list_has_Any_or_as_much_beside_it(Direction direction)
    {
        var good = Using(direction, List(Ours));
        Assert.Equal(RuleCondition.Misshapen, Judge(direction, Set([good, Using(direction, List(Ours), List(Any))])).Condition);
        Assert.Equal(
            RuleCondition.Misshapen,
            Judge(
                direction,
                Set([Using(direction, List(Ours), List("/orgs/1/sec_policy/draft/ip_lists/9"))]),
                broad: "/orgs/1/sec_policy/draft/ip_lists/9"
            ).Condition
        );
        Assert.Equal(
            RuleCondition.InForce,
            Judge(direction, Set([Using(direction, List(Ours), List("/orgs/1/sec_policy/draft/ip_lists/9"), Workloads)])).Condition
        );
    }

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_inverted_by_any_deny_rule_and_by_a_side_that_means_its_contrary(Direction direction)
    {
        var good = Set([Using(direction, List(Ours))]);
        var contrary = Using(direction, List(Ours)) with
        {
            AllIpsExceptForInConsumers = direction is Direction.Inbound,
            AllIpsExceptForInProviders = direction is Direction.Outbound,
        };
        Assert.Equal(RuleCondition.Inverted, Judge(direction, good with { DenyRules = [Using(direction, List(Ours))] }).Condition);
        Assert.Equal(
            RuleCondition.Inverted,
            Judge(direction, good with { DenyRules = [Using(Other(direction), List(Ours)) with { Enabled = false }] }).Condition
        );
        Assert.Equal(RuleCondition.Inverted, Judge(direction, Set([contrary])).Condition);
        Assert.Equal(RuleCondition.InForce, Judge(direction, good with { DenyRules = [Using(direction, List(Any))] }).Condition);
    }

    [Fact]
    public void Names_what_is_still_open_through_Any()
    {
        var set = Set([Using(Direction.Inbound, List(Ours)), Using(Direction.Inbound, List(Any)) with { Description = "the back door" }]);
        Assert.Contains("still open through 'the back door'", Judge(Direction.Inbound, set).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "still open",
            Judge(Direction.Inbound, set with { Rules = [set.Rules[0], set.Rules[1] with { Enabled = false }] }).Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Keeps_all_else_of_its_side_and_of_a_GETs_actors_only_what_a_PUT_takes()
    {
        JsonElement[] side =
        [
            .. new[]
            {
                List(Any),
                """{"label":{"href":"/orgs/1/labels/1","key":"role","value":"web"},"exclusion":true}""",
                """{"workload":{"href":"/orgs/1/workloads/2","name":"w","hostname":null,"deleted":false}}""",
                """{"label_dimension":"app"}""",
            }.Select(Element),
        ];

        Assert.Equal(
            $"[{List(Ours)},"
                + """{"label":{"href":"/orgs/1/labels/1"},"exclusion":true},{"workload":{"href":"/orgs/1/workloads/2"}},{"label_dimension":"app"}]""",
            RuleSide.Text(RuleSide.Replace(side, Any, Ours))
        );
        Assert.Equal($"[{List(Ours)}]", RuleSide.Text(RuleSide.Replace([Element(List(Ours)), Element(List(Any))], Any, Ours)));
    }

    [Fact]
    public void Is_known_as_ours_in_a_draft_that_differs_by_our_change_alone()
    {
        RuleChange[] ours =
        [
            new()
            {
                Rule = Rule,
                RuleSet = "/orgs/1/sec_policy/draft/rule_sets/3",
                List = "inbound",
                From = Any,
                To = Ours,
                Before = "[]",
                Trigger = "init",
            },
        ];
        var active = RuleSet("active", List(Any), "443").Replace("\"by\"", "\"/users/1\"", StringComparison.Ordinal);

        Assert.True(AreSame(RuleSet("draft", List(Ours), "443"), active));
        Assert.False(AreSame(RuleSet("draft", List(Ours), "80"), active));
        Assert.False(AreSame(RuleSet("draft", $"{List(Ours)},{Workloads}", "443"), active));
        Assert.False(AreSame(RuleSet("draft", List("/orgs/1/sec_policy/draft/ip_lists/9"), "443"), active));

        bool AreSame(string draft, string other) =>
            JsonNode.DeepEquals(
                RuleSetText.Neutral(JsonNode.Parse(draft), [.. ours]),
                RuleSetText.Neutral(JsonNode.Parse(other), [.. ours])
            );

        static string RuleSet(string version, string consumers, string port) =>
            $$"""
                {"href":"/orgs/1/sec_policy/{{version}}/rule_sets/3","updated_by":{"href":"by"},"rules":[{"href":"/orgs/1/sec_policy/{{version}}/rule_sets/3/sec_rules/4","consumers":[{{consumers}}],
                 "providers":[{"actors":"ams"}],"ingress_services":[{"proto":6,"port":{{port}} }]}]}
                """;
    }

    private static BlockingRule Judge(Direction direction, AnyRuleSetWire set, string? broad = null) =>
        ExclusionShape.Judge(
            direction,
            new Dictionary<Direction, string> { [direction] = Ours, [Other(direction)] = "/orgs/1/sec_policy/draft/ip_lists/8" },
            Any,
            [set],
            list => list == broad
        );

    private static AnyRuleSetWire Set(AnyRuleWire[] rules) =>
        new()
        {
            Href = "/orgs/1/sec_policy/active/rule_sets/3",
            Name = "shop",
            Enabled = true,
            Rules = rules,
        };

    private static AnyRuleWire Using(Direction direction, params string[] actors)
    {
        JsonElement[] side = [.. actors.Select(Element)];
        JsonElement[] workloads = [Element(Workloads)];
        return new AnyRuleWire
        {
            Href = WireText.ToActive(Rule),
            Enabled = true,
            Consumers = direction is Direction.Inbound ? side : workloads,
            Providers = direction is Direction.Inbound ? workloads : side,
        };
    }

    private static Direction Other(Direction direction) => direction is Direction.Inbound ? Direction.Outbound : Direction.Inbound;

    private static string List(string href) => $$$"""{"ip_list":{"href":"{{{href}}}"}}""";

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
