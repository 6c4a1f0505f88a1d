namespace Shield.EndToEndTests.Cli;

/// <summary>Names that are never blocked, as a person meets them.</summary>
public sealed class Protected_names : CliTest
{
    [Theory]
    [InlineData("dns.google", "public-resolver")]
    [InlineData("one.one.one.one", "public-resolver")]
    [InlineData("k.root-servers.net", "root-server")]
    [InlineData("sts.eu-west-1.amazonaws.com", "cloud-service")]
    [InlineData("db.internal", "special-purpose")]
    [InlineData("vpn.corp.example.dev", "allowlisted")]
    [InlineData("pce.acme.io", "pce")]
    [InlineData("acme.io", "pce")]
    public async Task Are_refused_before_a_block_is_recorded_and_explained(string name, string reason)
    {
        Environment["SHIELD_NEVERBLOCK__NAMES__0"] = "corp.example.dev";
        Environment["SHIELD_PCE__URL"] = "https://pce.acme.io:8443";
        var run = (await Json("threats", "block", name, "--reason", "x", "--record-only")).Expect(1);
        Assert.Equal("never-block", run.ErrorCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty((await Json("threats", "list", "--all")).Json.AsArray());
        var check = (await Json("allow", "check", name)).Expect(0).Json;
        Assert.Equal(("whole", reason), ((string?)check["protection"], (string?)check["reason"]));
    }

    [Fact]
    public async Task Stay_off_the_list_of_names()
    {
        (await Text("init", "--apply")).Expect(0);
        (await Text("init", "--domains", "--apply")).Expect(0);
        (await Text("threats", "block", "cdn-update-check.net", "--reason", "c2")).Expect(0);
        Assert.Equal("listed", (string?)(await Json("explain", "cdn-update-check.net")).Json["state"]);

        // Allowed with all that is below it, an entry goes at once.
        (await Text("threats", "block", "a.partner.net", "--reason", "c2")).Expect(0);
        (await Text("allow", "add", "partner.net", "--reason", "a partner")).Expect(0);
        var explained = (await Json("explain", "a.partner.net")).Expect(0).Json;
        Assert.Equal(("ignore", "allowlisted"), ((string?)explained["verdict"], (string?)explained["reason"]));
        Assert.Null(explained["pce"]);
        Assert.Contains(
            "partner.net",
            (await Text("allow", "remove", "a.partner.net", "--reason", "x")).Expect(1).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_the_settings_are_listed_and_checked()
    {
        Environment["SHIELD_NEVERBLOCK__NAMES"] = "corp.example.dev, *.partner.net";
        Assert.Equal(
            ["corp.example.dev", "partner.net"],
            (await Json("allow", "list")).Expect(0).Json.AsArray().Select(row => (string)row!["indicator"]!)
        );
        Assert.Contains(
            (await Json("policy", "show")).Expect(0).Json.AsArray(),
            row => (string)row!["key"]! is "NeverBlock:Names" && (string)row["value"]! is "corp.example.dev, partner.net"
        );
        Environment["SHIELD_NEVERBLOCK__NAMES"] = "corp, 198.51.100.7";
        var refused = (await Json("allow", "list")).Expect(1);
        Assert.Contains("NeverBlock:Names", refused.Error, StringComparison.Ordinal);
    }
}
