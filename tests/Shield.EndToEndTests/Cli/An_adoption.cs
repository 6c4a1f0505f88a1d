using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>shield adopt</c>: the list of the first GuardDuty Lambda, which is known by its number and carries no mark.</summary>
public sealed class An_adoption : CliTest
{
    private const string Party = "45.83.64.1";
    private const string Other = "45.83.64.2";
    private const string Allowed = "45.83.64.3";
    private const string Unblocked = "45.83.64.4";

    [Fact]
    public async Task Is_shown_first_and_makes_blocks_with_an_end_of_the_exclusions()
    {
        (await Initialise()).Expect(0);
        var (href, number) = await OldList("0.0.0.0-255.255.255.255", $"!{Party}", $"!{Other}");
        Pce.ClearCalls();
        var shown = (await Json("adopt", number)).Expect(0).Json;
        Assert.Equal((2, 0), ((int)shown["list"]!["draft"]!, (int)shown["list"]!["active"]!));
        Assert.Equal([Party, Other], Names(shown["acts"]!, "indicator"));
        Assert.Equal(2, shown["plan"]!["add"]!.AsArray().Count);
        Assert.DoesNotContain(Pce.Calls, call => call.Method is not "GET");
        Assert.Contains("never provisioned", (await Text("adopt", number)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(await Listed());

        var before = (await Admin.Get(href)).ToJsonString();
        (await Json("adopt", number, "--for", "10d", "--apply", "--reason", "moving over")).Expect(0);
        Assert.Equal([Party, Other], (await Listed()).Order());
        Assert.Equal(before, (await Admin.Get(href)).ToJsonString());
        Assert.All(
            (await Json("threats", "acts")).Json.AsArray(),
            act => Assert.Equal(TimeSpan.FromDays(10), (DateTimeOffset)act!["until"]! - (DateTimeOffset)act["at"]!)
        );

        // Once more there is nothing to do; one undo takes all of it back.
        Assert.Empty((await Json("adopt", number, "--apply", "--reason", "again")).Expect(0).Json["acts"]!.AsArray());
        (await Json("undo", "--apply", "--reason", "x")).Expect(0);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Names_what_must_never_be_blocked_and_what_an_operator_let_through_and_leaves_it()
    {
        (await Initialise()).Expect(0);
        (await Json("allow", "add", Allowed, "--reason", "a partner")).Expect(0);
        (await Json("unblock", Unblocked, "--reason", "a partner")).Expect(0);
        var (href, number) = await OldList("0.0.0.0-255.255.255.255", $"!{Party}", $"!{Allowed}", $"!{Unblocked}", "!8.8.8.8", "!10.0.0.5");
        await Admin.Provision(href);
        var done = (await Json("adopt", number, "--apply", "--reason", "x")).Expect(3).Json;
        Assert.Equal(5, (int)done["list"]!["active"]!);
        Assert.Equal(
            [
                "10.0.0.5 special-purpose True",
                $"{Allowed} allowlisted True",
                $"{Unblocked} suppressed False",
                "8.8.8.8 public-resolver True",
            ],
            done["leaves"]!
                .AsArray()
                .Select(left => $"{left!["entry"]} {left["reason"]} {(bool)left["forbidden"]!}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal([Party], await Listed());
    }

    [Fact]
    public async Task Is_refused_for_a_list_that_is_not_there_or_is_ours()
    {
        (await Initialise()).Expect(0);
        Assert.Equal("unknown-list", (await Json("adopt", "999999")).Expect(1).ErrorCode);
        var ours = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        Assert.Equal("unknown-list", (await Json("adopt", NumberOf((string)ours["href"]!))).Expect(1).ErrorCode);
        (await Json("adopt", "twelve")).Expect(64);
        (await Json("adopt", "12", "--apply")).Expect(64);
    }

    private async Task<(string Href, string Number)> OldList(params string[] ranges)
    {
        var href = await Admin.CreateList("GuardDuty list", ranges);
        return (href, NumberOf(href));
    }

    private static string NumberOf(string href) => href.Split('/')[^1];

    private static IEnumerable<string> Names(JsonNode rows, string property) => rows.AsArray().Select(row => (string)row![property]!);
}
