using System.Globalization;
using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>shield rollback TO</c>: our entries as they were, held there by acts that have an end.</summary>
public sealed class A_rollback : CliTest
{
    private const string Early = "45.83.64.1";
    private const string Late = "45.83.64.2";
    private const string Allowed = "45.83.64.3";

    [Fact]
    public async Task Is_shown_first_and_brings_the_entries_of_a_version_back_until_its_end()
    {
        var then = await Begin();
        Pce.ClearCalls();
        var shown = (await Json("rollback", then)).Expect(0).Json;
        Assert.Equal(
            (long.Parse(then, CultureInfo.InvariantCulture), "agrees", 2),
            ((long)shown["to"]!["version"]!, (string)shown["to"]!["checked"]!, (int)shown["then"]!)
        );
        Assert.Equal([$"block {Early}", $"unblock {Late}"], Acts(shown));
        Assert.Equal(
            (Early, Late),
            ((string)shown["plan"]!["add"]![0]!["indicator"]!, (string)shown["plan"]!["remove"]![0]!["indicator"]!)
        );
        Assert.DoesNotContain(Pce.Calls, call => call.Method is not "GET");
        Assert.Equal([Late], await Listed());

        var done = (await Json("rollback", then, "--for", "2h", "--apply", "--reason", "a bad night")).Expect(0).Json["applied"]!;
        Assert.Equal(
            ("applied", 2, 1),
            ((string)done["apply"]!["outcome"]!, (int)done["apply"]!["added"]!, (int)done["apply"]!["removed"]!)
        );
        Assert.Equal([Early], await Listed());
        Assert.All(
            (await Json("threats", "acts")).Json.AsArray().Take(2),
            act =>
            {
                Assert.Equal($"rollback to policy version {then}: a bad night", (string)act!["why"]!);
                Assert.Equal(TimeSpan.FromHours(2), (DateTimeOffset)act["until"]! - (DateTimeOffset)act["at"]!);
            }
        );
        Assert.Empty(Acts((await Json("rollback", then)).Expect(0).Json));

        // What held them there ends, and the evidence decides again.
        Clock.Advance(TimeSpan.FromHours(2.1));
        (await Json("apply")).Expect(0);
        Assert.Equal([Late], await Listed());
    }

    [Fact]
    public async Task Is_taken_back_whole_by_one_undo()
    {
        var then = await Begin();
        (await Json("rollback", then, "--apply", "--reason", "x")).Expect(0);
        Assert.Equal([Early], await Listed());
        (await Json("undo", "--apply", "--reason", "y")).Expect(0);
        Assert.Equal([Late], await Listed());
    }

    [Fact]
    public async Task Goes_to_a_moment_and_finds_the_version_of_then()
    {
        var then = await Begin();
        var at = (DateTimeOffset)(await Json("rollback", then)).Expect(0).Json["to"]!["at"]!;
        Assert.InRange(at, Clock.GetUtcNow().AddMinutes(-5), Clock.GetUtcNow().AddMinutes(5));

        // To the second, in which the PCE dates its versions: then or what came in the same second.
        var found = (await Json("rollback", at.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))
            .Expect(0)
            .Json;
        Assert.InRange(
            long.Parse(found["to"]!["version"]!.ToString(), CultureInfo.InvariantCulture),
            long.Parse(then, CultureInfo.InvariantCulture),
            long.Parse(await Version(), CultureInfo.InvariantCulture)
        );
        Assert.Equal(
            "unknown-version",
            (await Json("rollback", at.AddYears(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))).Expect(1).ErrorCode
        );
    }

    [Fact]
    public async Task Does_not_put_back_what_must_never_be_blocked_today_and_names_it()
    {
        (await Initialise()).Expect(0);
        (await Json("threats", "block", Early, Allowed, "--reason", "x")).Expect(0);
        var then = await Version();
        (await Json("unblock", Early, "--reason", "x")).Expect(0);
        (await Json("allow", "add", Allowed, "--reason", "a partner")).Expect(0);
        Assert.Empty(await Listed());
        var shown = (await Json("rollback", then)).Expect(0).Json;
        Assert.Equal(
            [$"{Allowed} inbound allowlisted", $"{Allowed} outbound allowlisted"],
            shown["forbidden"]!.AsArray().Select(one => $"{one!["entry"]} {one["list"]} {one["reason"]}")
        );
        Assert.Contains("never be blocked", (await Text("rollback", then)).Expect(0).Output, StringComparison.Ordinal);
        (await Json("rollback", then, "--apply", "--reason", "x")).Expect(3);
        Assert.Equal([Early], await Listed());
    }

    [Fact]
    public async Task Touches_only_what_is_ours()
    {
        var then = await Begin();
        var list = await Inbound();
        var ranges = list["ip_ranges"]!
            .AsArray()
            .Select(range => range!.DeepClone())
            .Append(new JsonObject { ["from_ip"] = "45.83.70.7", ["description"] = "put here by Bo" });
        await Admin.Put((string)list["href"]!, new JsonObject { ["ip_ranges"] = new JsonArray([.. ranges]) });
        await Admin.Provision((string)list["href"]!);
        (await Json("rollback", then, "--apply", "--reason", "x")).Expect(0);
        Assert.Equal([Early, "45.83.70.7"], (await Listed()).Order());
    }

    [Fact]
    public async Task Goes_back_to_what_somebody_edited_by_hand_and_says_that_history_differs()
    {
        (await Initialise()).Expect(0);
        (await Json("threats", "block", Early, Late, "--reason", "x")).Expect(0);
        await RemoveByHandAsync(Admin, Late);
        var then = await Version();
        (await Json("apply")).Expect(0);
        (await Json("threats", "block", Late, "--reason", "again")).Expect(0);
        var shown = (await Json("rollback", then)).Expect(0).Json;
        Assert.Equal(("differs", 1), ((string)shown["to"]!["checked"]!, shown["acts"]!.AsArray().Count));
    }

    [Fact]
    public async Task Never_takes_a_version_that_can_not_be_read_for_an_empty_one()
    {
        var then = await Begin();
        Assert.Equal("unknown-version", (await Json("rollback", "999999")).Expect(1).ErrorCode);
        var before = (await Json("rollback", "1")).Expect(1);
        Assert.Equal("unknown-version", before.ErrorCode);
        Assert.Contains("nothing to go back to", before.Output, StringComparison.Ordinal);
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        Assert.Equal("pce-unreachable", (await Json("rollback", then, "--apply", "--reason", "x")).Expect(1).ErrorCode);
        Environment.Remove("SHIELD_PCE__URL");
        Assert.Equal([Late], await Listed());
    }

    [Theory]
    [InlineData("rollback")]
    [InlineData("rollback", "yesterday")]
    [InlineData("rollback", "0")]
    [InlineData("rollback", "-4")]
    [InlineData("rollback", "42", "--apply")]
    public async Task Refuses_what_makes_no_sense(params string[] arguments) => (await Json(arguments)).Expect(64);

    /// <summary>Then the early one was blocked; now the late one is, by its evidence.</summary>
    private async Task<string> Begin()
    {
        (await Initialise()).Expect(0);
        (await Json("threats", "block", Early, "--reason", "x", "--for", "1h")).Expect(0);
        var then = await Version();
        (await Json("unblock", Early, "--reason", "x", "--for", "30d")).Expect(0);
        await IngestAndApply(Late);
        return then;
    }

    private async Task<JsonNode> Inbound() =>
        (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .Single(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;

    private async Task<string> Version() =>
        (await Admin.Get("/sec_policy")).AsArray().Max(version => (long)version!["version"]!).ToString(CultureInfo.InvariantCulture);

    private static string[] Acts(JsonNode answer) =>
        [.. answer["acts"]!.AsArray().Select(act => $"{(string)act!["kind"]!} {(string)act["indicator"]!}")];
}
