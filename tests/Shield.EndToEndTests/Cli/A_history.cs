using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>history list</c> and <c>history show</c>: what changed, who did that, and why.</summary>
public sealed class A_history : CliTest
{
    [Fact]
    public async Task Tells_what_happened_the_newest_first()
    {
        await Happen();
        var rows = await Rows();
        Assert.Equal(["reconcile", "act", "reconcile"], rows.Select(row => (string)row["kind"]!));
        Assert.Equal(("applied", 0, 1), ((string)rows[0]["what"]!, (int)rows[0]["added"]!, (int)rows[0]["ended"]!));
        Assert.Equal(("unblock", "45.83.64.1", "a partner"), Act(rows[1]));
        Assert.Equal(("applied", 2, 0), ((string)rows[2]["what"]!, (int)rows[2]["added"]!, (int)rows[2]["ended"]!));
        var versions = (await Admin.Get("/sec_policy")).AsArray().Select(version => (long?)version!["version"]).ToList();
        Assert.All([rows[0], rows[2]], row => Assert.Contains((long)row["policyVersion"]!, versions));
        Assert.EndsWith("by ana", (string)rows[0]["who"]!, StringComparison.Ordinal);

        var text = (await Text("history", "list")).Expect(0).Output;
        Assert.Contains("unblock 45.83.64.1: a partner", text, StringComparison.Ordinal);
        Assert.Contains("3 event(s)", text, StringComparison.Ordinal);
        Assert.StartsWith("id,at,kind,", (await Run(["history", "list", "-o", "csv"], "")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kind", "act", "act")]
    [InlineData("--who", "ANA", "reconcile act")]
    [InlineData("--who", "ben", "")]
    [InlineData("--indicator", "45.83.64.1", "reconcile act reconcile")]
    [InlineData("--indicator", "45.83.64.2", "reconcile")]
    [InlineData("--indicator", "45.83.64.0/24", "reconcile act reconcile")]
    [InlineData("--indicator", "evil.example.org", "")]
    [InlineData("--since", "30m", "reconcile act")]
    [InlineData("--until", "30m", "reconcile")]
    [InlineData("--limit", "1", "reconcile")]
    public async Task Tells_only_what_was_asked_for(string option, string value, string kinds)
    {
        await Happen();
        Assert.Equal(kinds, string.Join(' ', (await Rows(option, value)).Select(row => (string)row["kind"]!)));
    }

    [Fact]
    public async Task Tells_of_a_policy_that_somebody_put_back_on_the_PCE()
    {
        await Happen();
        var before = (await Admin.Get("/sec_policy")).AsArray().Max(version => (long)version!["version"]!) - 1;
        (await Admin.Send("POST", $"/sec_policy/{before}/restore", new JsonObject())).Expect(201);
        var restore = Assert.Single(await Rows("--kind", "restore"));
        var shown = (await Json("history", "show", (string)restore["id"]!)).Expect(0).Json;
        Assert.Equal("restore", (string)shown["kind"]!);
        Assert.Contains("older policy", (await Text("history", "list")).Expect(0).Output, StringComparison.Ordinal);

        // Without the PCE the rest is told, and what is missing.
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var blind = (await Json("history", "list")).Expect(0);
        Assert.Equal(3, blind.Json.AsArray().Count);
        Assert.Contains("could not be read", blind.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_every_entry_of_a_reconcile_with_its_cause()
    {
        await Happen();
        var rows = await Rows();
        var began = (await Json("history", "show", (string)rows[2]["id"]!)).Expect(0).Json;
        Assert.Equal(
            ["added inbound 45.83.64.1 brute-force", "added inbound 45.83.64.2 brute-force"],
            began["entries"]!.AsArray().Select(Words).Order()
        );
        var ended = (await Json("history", "show", (string)rows[0]["id"]!)).Expect(0).Json;
        Assert.Equal(["ended inbound 45.83.64.1 suppressed"], ended["entries"]!.AsArray().Select(Words));
        Assert.Contains("45.83.64.1", (await Text("history", "show", (string)rows[0]["id"]!)).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_an_act_by_the_beginning_of_its_id_and_what_became_of_it()
    {
        await Happen();
        var id = (string)(await Rows("--kind", "act"))[0]["id"]!;
        var act = (await Json("history", "show", id[..8])).Expect(0).Json;
        Assert.Equal((id, "in-force"), ((string)act["act"]!["id"]!, (string)act["act"]!["state"]!));
        (await Json("threats", "withdraw", id, "--reason", "wrong one")).Expect(0);
        Assert.Equal("withdrawn", (string)(await Json("history", "show", id)).Expect(0).Json["act"]!["state"]!);
    }

    [Fact]
    public async Task Tells_who_took_an_entry_off_by_hand()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        await RemoveByHandAsync(Admin, "45.83.64.1");
        (await Json("apply")).Expect(0);
        var removed = Assert.Single(await Rows("--kind", "removed-by-hand"));
        Assert.Equal("45.83.64.1", (string)removed["indicator"]!);
        Assert.NotNull((string?)removed["who"]);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("0198")]
    [InlineData("no-such-id")]
    public async Task Names_an_event_that_it_does_not_hold(string id)
    {
        await Happen();
        Assert.Equal("unknown-event", (await Json("history", "show", id)).Expect(1).ErrorCode);
    }

    [Theory]
    [InlineData("--since", "yesterday", "--since takes a length of time")]
    [InlineData("--until", "soon", "--until takes a length of time")]
    [InlineData("--indicator", "45.83.64.256", "45.83.64.256")]
    [InlineData("--kind", "everything", "everything")]
    [InlineData("--limit", "0", "--limit takes a number from 1")]
    public async Task Says_which_option_is_wrong(string option, string value, string message) =>
        Assert.Contains(message, (await Json("history", "list", option, value)).Expect(64).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Is_empty_where_nothing_happened() => Assert.Empty(await Rows());

    /// <summary>Two attackers are blocked, and an hour later one of them is let in again.</summary>
    private async Task Happen()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        Clock.Advance(TimeSpan.FromHours(1));
        Environment["SHIELD_WHO"] = "ana";
        (await Json("unblock", "45.83.64.1", "--reason", "a partner")).Expect(0);
    }

    private async Task<List<JsonNode>> Rows(params string[] filter) =>
        [.. (await Json(["history", "list", .. filter])).Expect(0).Json.AsArray().OfType<JsonNode>()];

    private static (string, string, string) Act(JsonNode row) => ((string)row["what"]!, (string)row["indicator"]!, (string)row["why"]!);

    private static string Words(JsonNode? entry) =>
        $"{(string)entry!["change"]!} {(string)entry["list"]!} {(string)entry["entry"]!} {(string?)entry["why"]}";
}
