using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_search_for_rules_on_the_simulator : SimulatorTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    private static JsonArray Lists(params string[] hrefs) =>
        new([.. hrefs.Select(href => new JsonObject { ["ip_list"] = new JsonObject { ["href"] = href } })]);

    private async Task<string[]> Found(JsonObject question, string pversion = "draft") =>
        [
            .. (await Admin.Post($"/sec_policy/{pversion}/rule_search", question))
                .AsObject()
                .SelectMany(type =>
                    type.Value!.AsArray()
                        .Select(rule => $"{type.Key} {(string?)rule!["rule_set"]!["name"]}: {(string?)rule["description"]}")
                ),
        ];

    [Fact]
    public async Task Finds_every_rule_that_uses_a_list_on_the_side_that_is_asked_for()
    {
        var any = (string)(await Admin.Get("/sec_policy/draft/ip_lists?name=Any"))[0]!["href"]!;
        Assert.Equal(
            ["sec_rules Shop | production: The website, for everybody", "sec_rules Shop | production: Administration"],
            await Found(new JsonObject { ["consumers"] = Lists(any) })
        );
        Assert.Equal(["sec_rules Default: Allow outbound connections"], await Found(new JsonObject { ["providers"] = Lists(any) }));
        Assert.Equal(2, (await Found(new JsonObject { ["consumers"] = Lists(any.Replace("draft", "active")) }, "active")).Length);
        Assert.Empty(
            await Found(
                new JsonObject
                {
                    ["consumers"] = Lists(any),
                    ["ingress_services"] = new JsonArray(new JsonObject { ["proto"] = 6, ["port"] = 80 }),
                }
            )
        );
        Assert.Empty(await Found(new JsonObject { ["consumers"] = Lists(any), ["rule_types"] = new JsonArray("deny_rules") }));
        Assert.Empty(await Found(new JsonObject { ["consumers"] = Lists(any), ["enabled"] = false }));
        Assert.Equal(5, (await Found(new JsonObject())).Length);
    }

    [Fact]
    public async Task Tells_plain_deny_rules_from_those_that_override()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        foreach (var first in new[] { true, false })
        {
            await Admin.Post(
                $"{ruleSet}/deny_rules",
                new JsonObject
                {
                    ["override"] = first,
                    ["description"] = first ? "first" : "last",
                    ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                    ["consumers"] = Lists(list),
                    ["ingress_services"] = new JsonArray(new JsonObject { ["proto"] = 6 }),
                }
            );
        }

        Assert.Equal(["deny_rules R: last", "override_deny_rules R: first"], await Found(new JsonObject { ["consumers"] = Lists(list) }));
        Assert.Empty(await Found(new JsonObject { ["consumers"] = Lists("/orgs/1/sec_policy/active/ip_lists/1") }, "1"));
        // In no schema.
        (await Admin.Send("POST", "/sec_policy/draft/rule_search", new JsonObject { ["max_results"] = 10000 })).Expect(406);
    }

    [Fact]
    public async Task Is_a_question_that_a_read_only_key_may_ask()
    {
        await using var pce = await SimulatedPce.StartAsync(
            Options with
            {
                Users =
                [
                    new ApiUser
                    {
                        Key = "api_viewer",
                        Secret = "s",
                        Href = "/users/20",
                        ReadOnly = true,
                    },
                ],
            },
            TestContext.Current.CancellationToken
        );
        using var viewer = new PceHands(pce, "api_viewer", "s");
        (await viewer.Send("POST", "/sec_policy/draft/rule_search", new JsonObject())).Expect(201);
    }
}
