using System.Text.Json.Nodes;
using Shield.EndToEndTests.Simulator;

namespace Shield.EndToEndTests.Cli;

public sealed class The_never_block_commands : CliTest
{
    [Fact]
    public async Task List_every_tier_with_its_file_and_state()
    {
        Use("front-door", File("mine.txt", "45.83.64.0/24", "45.83.66.0/24"));
        var rows = (await Json("never-block", "list")).Expect(0).Json.AsArray();
        Assert.Equal(
            [
                "allowlisted",
                "own-address",
                "pce",
                "public-resolver",
                "root-server",
                "cloud-service",
                "special-purpose",
                "multicast",
                "not-global-unicast",
                "test-domain",
                "front-door",
            ],
            rows.Select(row => (string)row!["tier"]!)
        );
        var mine = rows[^1]!;
        Assert.Equal(("soft", "mine", 2), ((string)mine["strength"]!, (string)mine["source"]!, (int)mine["runs"]!));
        Assert.NotNull(mine["modified"]);
        Assert.Contains("45.83", (await Text("never-block", "check", "45.83.64.1")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_3_where_a_list_cannot_be_read()
    {
        Use("front-door", File("mine.txt", "45.83.64.0/24", "45.83.66.0/2"));
        var run = (await Json("never-block", "list")).Expect(3);
        Assert.Contains("line 2", (string)run.Json.AsArray()[^1]!["fault"]!, StringComparison.Ordinal);
        Assert.All(run.Json.AsArray().SkipLast(1), row => Assert.Null(row!["fault"]));
        Assert.Contains("no new block is made", (await Text("never-block", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("45.83.64.1", "front-door soft whole", "hold front-door", "block ")]
    [InlineData("45.83.0.0/16", "front-door soft part", "hold front-door", "block ")]
    [InlineData("8.8.8.8", "public-resolver hard whole", "ignore public-resolver", "ignore public-resolver")]
    [InlineData("8.8.8.0/24", "public-resolver hard part", "block ", "block ")]
    [InlineData("45.83.70.1", "", "block ", "block ")]
    [InlineData("a.example.net", "special-purpose hard whole", "ignore special-purpose", "ignore special-purpose")]
    [InlineData("dns.google", "public-resolver hard whole", "ignore public-resolver", "ignore public-resolver")]
    [InlineData("sqs.eu-central-1.amazonaws.com", "cloud-service hard whole", "ignore cloud-service", "ignore cloud-service")]
    [InlineData("evil.s3.amazonaws.com", "front-door soft whole", "hold front-door", "hold domains-off")]
    [InlineData("vpn.corp.example.dev", "allowlisted hard whole", "ignore allowlisted", "ignore allowlisted")]
    [InlineData("notcorp.example.dev", "", "hold domains-off", "hold domains-off")]
    public async Task Say_which_tiers_have_it_and_what_would_be_decided(string party, string tiers, string byFinding, string byOperator)
    {
        Use("front-door", File("mine.txt", "45.83.64.0/24"));
        Environment["SHIELD_NEVERBLOCK__NAMES"] = "corp.example.dev, partner.net";
        var answer = (await Json("never-block", "check", party)).Expect(0).Json;
        Assert.Equal(
            tiers,
            string.Join(';', answer["tiers"]!.AsArray().Select(tier => $"{tier!["tier"]} {tier["strength"]} {tier["covers"]}"))
        );
        Assert.Equal((byFinding, byOperator), (Said(answer["byFinding"]!), Said(answer["byOperator"]!)));
        Assert.Null(answer["now"]);

        static string Said(JsonNode row) => $"{row["verdict"]} {row["reason"]}";
    }

    [Fact]
    public async Task Put_a_new_copy_in_the_place_of_a_list_and_keep_the_old_one()
    {
        var path = File("mine.txt", "45.83.64.0/24", "45.83.66.0/24");
        Use("front-door", path);
        var answer = (
            await Json("never-block", "refresh", "mine", "--from", File("new.txt", "45.83.64.0/24", "45.83.66.0/25", "45.83.70.7"))
        )
            .Expect(0)
            .Json;
        var list = Assert.Single(answer["lists"]!.AsArray())!;
        Assert.Equal((1, 1, 3), ((int)list["added"]!, (int)list["removed"]!, (int)list["entries"]!));
        Assert.Equal("45.83.70.7", (string)list["addedSample"]![0]!);
        Assert.Equal("45.83.66.128/25", (string)list["removedSample"]![0]!);
        Assert.Equal("45.83.64.0/24\n45.83.66.0/25\n45.83.70.7", await System.IO.File.ReadAllTextAsync(path, Cancellation));
        Assert.Equal("45.83.64.0/24\n45.83.66.0/24", await System.IO.File.ReadAllTextAsync(path + ".previous", Cancellation));
        Assert.False((bool)(await Json("never-block", "refresh", "mine", "--from", PathOf("new.txt"))).Expect(0).Json["written"]!);
    }

    [Theory]
    [InlineData("45.83.64.0/2", "line 1")]
    [InlineData("", "no entry")]
    [InlineData("<!DOCTYPE html>", "line 1")]
    [InlineData("45.83.64.0/30", "--accept-shrink")]
    public async Task Refuse_a_copy_that_is_no_list_and_leave_the_good_one_alone(string content, string fault)
    {
        var path = File("mine.txt", "45.83.64.0/24");
        Use("front-door", path);
        var run = (await Json("never-block", "refresh", "mine", "--from", File("new.txt", content))).Expect(1);
        Assert.Equal("list-refused", run.ErrorCode);
        Assert.Contains(fault, run.Error + run.Output, StringComparison.Ordinal);
        Assert.Equal("45.83.64.0/24", await System.IO.File.ReadAllTextAsync(path, Cancellation));
        Assert.False(System.IO.File.Exists(path + ".previous"));
    }

    [Theory]
    [InlineData("aws-truncated.json")]
    [InlineData("aws-missing-member.json")]
    [InlineData("aws-html-page.json")]
    [InlineData("plain-cut.txt.gz")]
    public async Task Refuse_the_traps(string trap)
    {
        var folder = Shared.Folder("never-block");
        Assert.SkipWhen(folder is null, "no folder of shared data: set SHIELD_SHARED or put it beside the repository as 'shared'");
        Use("front-door", File("mine.txt", "45.83.64.0/24"));
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = trap.StartsWith("aws", StringComparison.Ordinal) ? "aws-ip-ranges" : "plain";
        Assert.Equal(
            "list-refused",
            (await Json("never-block", "refresh", "mine", "--from", Path.Combine(folder!, "traps", trap))).Expect(1).ErrorCode
        );
    }

    [Fact]
    public async Task Make_the_first_copy_and_mend_a_broken_one()
    {
        Use("front-door", PathOf("mine.txt"));
        var answer = (await Json("never-block", "refresh", "mine", "--from", File("new.txt", "45.83.64.0/24"))).Expect(0).Json;
        Assert.Contains("cannot be read", (string)answer["before"]!, StringComparison.Ordinal);
        (await Json("never-block", "list")).Expect(0);
        File("mine.txt", "45.83.64.0/2");
        (await Json("never-block", "refresh", "mine", "--from", PathOf("new.txt"))).Expect(0);
        (await Json("never-block", "list")).Expect(0);
    }

    [Fact]
    public async Task Fetch_only_by_https_and_only_what_was_named()
    {
        Use("front-door", File("mine.txt", "45.83.64.0/24"));
        Assert.Contains(
            "only https",
            (await Text("never-block", "refresh", "mine", "--from", "http://192.0.2.1/list.txt")).Expect(1).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "only https",
            (await Text("never-block", "refresh", "mine", "--from", "file:///etc/hosts")).Expect(1).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "did you mean mine?",
            (await Text("never-block", "refresh", "mnie", "--from", "x")).Expect(1).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be read",
            (await Text("never-block", "refresh", "mine", "--from", "https://127.0.0.1:1/list.txt")).Expect(1).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Fetch_a_copy_only_from_whom_the_system_trusts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only there does a variable (SSL_CERT_FILE) say whom the system trusts");
        var path = File("mine.txt", "45.83.64.0/24");
        Use("front-door", path);
        await using var server = await HttpsServer.StartAsync("45.83.64.0/24\n45.83.70.7\n", Cancellation);
        string[] refresh = ["never-block", "refresh", "mine", "--from", $"{server.Url}/list.txt", "-o", "json"];

        var distrusting = (await Spawn(refresh)).Expect(1);
        Assert.Equal(("list-refused", 0), (distrusting.ErrorCode, server.Visits));
        Assert.Contains("SSL", distrusting.Output, StringComparison.Ordinal);
        Assert.Equal("45.83.64.0/24", await System.IO.File.ReadAllTextAsync(path, Cancellation));

        Environment["SSL_CERT_FILE"] = server.Authority;
        var answer = (await Spawn(refresh)).Expect(0).Json;
        Assert.Equal((1, 0, 1), ((int)answer["lists"]![0]!["added"]!, (int)answer["lists"]![0]!["removed"]!, server.Visits));
        Assert.Equal("45.83.64.0/24\n45.83.70.7\n", await System.IO.File.ReadAllTextAsync(path, Cancellation));
    }

    private void Use(string kind, string path)
    {
        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "mine";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = path;
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "plain";
        Environment["SHIELD_NEVERBLOCK__FILES__0__KIND"] = kind;
    }
}
