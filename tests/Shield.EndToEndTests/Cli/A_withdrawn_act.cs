using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class A_withdrawn_act : CliTest
{
    private const string Party = "45.83.64.1";

    /// <summary>Each begins with the party blocked by evidence, or not known at all.</summary>
    [Theory]
    [InlineData("threats block", false)]
    [InlineData("unblock", true)]
    [InlineData("threats reject", true)]
    [InlineData("allow add", true)]
    public async Task Decides_nothing_any_more(string command, bool isBlockedBefore)
    {
        await Begin(isBlockedBefore);
        var id = await Act(command);
        Assert.Equal(!isBlockedBefore, (await Listed()).Contains(Party));
        var withdrawal = (await Json("threats", "withdraw", id, "--reason", "a mistake")).Expect(0);
        Assert.Equal(
            ("withdraw", id, Party),
            (
                (string)withdrawal.Json["act"]!["kind"]!,
                (string)withdrawal.Json["act"]!["withdraws"]!,
                (string)withdrawal.Json["act"]!["indicator"]!
            )
        );
        Assert.Equal(isBlockedBefore, (await Listed()).Contains(Party));
        var told = (await Json("explain", Party)).Expect(0).Json["acts"]!.AsArray().Single(act => (string)act!["id"]! == id)!;
        Assert.Equal((string)withdrawal.Json["act"]!["id"]!, (string)told["withdrawnBy"]!);
    }

    [Fact]
    public async Task Of_disallowing_lets_the_allowlist_count_again()
    {
        await Begin(isBlocked: true);
        await Act("allow add");
        var id = await Act("allow remove");
        Assert.Contains(Party, await Listed());
        (await Json("threats", "withdraw", id, "--reason", "x")).Expect(0);
        Assert.DoesNotContain(Party, await Listed());
    }

    [Fact]
    public async Task Of_an_approval_is_held_again()
    {
        (await Initialise()).Expect(0);
        (
            await Json(
                "ingest",
                File("held.json", FindingText.BruteForce(Party, change: finding => finding["type"] = "Canary:EC2/Unheard"))
            )
        ).Expect(0);
        var id = await Act("threats approve");
        Assert.Contains(Party, await Listed());
        (await Json("threats", "withdraw", id, "--reason", "x")).Expect(0);
        Assert.Equal("hold", (string)(await Json("explain", Party)).Json["verdict"]!);
    }

    [Fact]
    public async Task Of_a_removal_by_hand_blocks_again()
    {
        await Begin(isBlocked: true);
        var list = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        await Admin.Put(
            (string)list["href"]!,
            new JsonObject
            {
                ["ip_ranges"] = new JsonArray(new JsonObject { ["from_ip"] = "192.0.2.1", ["description"] = "gds1|test-owner|sentinel" }),
            }
        );
        await Admin.Provision((string)list["href"]!);
        (await Json("apply")).Expect(0);
        Assert.Empty(await Listed());
        var id = (string)(await Json("threats", "acts")).Json.AsArray().Single(act => (string)act!["kind"]! is "removed-by-hand")!["id"]!;
        (await Json("threats", "withdraw", id, "--reason", "it was a mistake")).Expect(0);
        Assert.Equal([Party], await Listed());
    }

    [Fact]
    public async Task Counts_again_where_the_withdrawal_is_withdrawn()
    {
        await Begin(isBlocked: true);
        var unblock = await Act("unblock");
        var withdrawal = (string)(await Json("threats", "withdraw", unblock, "--reason", "x")).Expect(0).Json["act"]!["id"]!;
        Assert.Contains(Party, await Listed());
        (await Json("threats", "withdraw", withdrawal, "--reason", "y")).Expect(0);
        Assert.DoesNotContain(Party, await Listed());
    }

    [Fact]
    public async Task Is_named_once_and_must_be_there()
    {
        await Begin(isBlocked: true);
        var id = await Act("unblock");
        Assert.Equal("unknown-act", (await Json("threats", "withdraw", id, "no-such-act", "--reason", "x")).Expect(1).ErrorCode);
        (await Json("threats", "withdraw", id, "--reason", "x")).Expect(0);
        Assert.Contains(
            "withdrawn already",
            (await Json("threats", "withdraw", id, "--reason", "x")).Expect(1).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(["in-force", "withdrawn"], (await Json("threats", "acts")).Json.AsArray().Select(act => (string)act!["state"]!));
    }

    [Fact]
    public async Task Is_found_by_who_and_when()
    {
        await Begin(isBlocked: false);
        (await Json("unblock", Party, "--reason", "x", "--who", "bob@test", "--record-only")).Expect(0);
        Clock.Advance(TimeSpan.FromDays(2));
        (await Json("unblock", "45.83.64.2", "--reason", "x", "--record-only")).Expect(0);
        Assert.Equal(["45.83.64.2"], Indicators(await Json("threats", "acts", "--since", "24h")));
        Assert.Equal([Party], Indicators(await Json("threats", "acts", "--who", "BOB")));
        Assert.Equal(["45.83.64.2", Party], Indicators(await Json("threats", "acts", "--since", "2020-01-01")));
        (await Json("threats", "acts", "--since", "yesterday")).Expect(64);
    }

    private static IEnumerable<string> Indicators(CliRun run) => run.Expect(0).Json.AsArray().Select(act => (string)act!["indicator"]!);

    private async Task Begin(bool isBlocked)
    {
        (await Initialise()).Expect(0);
        if (isBlocked)
        {
            await IngestAndApply(Party);
        }
    }

    private async Task<string> Act(string command) =>
        (string)(await Json([.. command.Split(' '), Party, "--reason", "because"])).Expect(0).Json["act"]!["id"]!;
}
