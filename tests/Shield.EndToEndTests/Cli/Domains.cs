namespace Shield.EndToEndTests.Cli;

/// <summary>What a person is told about names.</summary>
public sealed class Domains : CliTest
{
    private const string Evil = "cdn-update-check.net";

    [Fact]
    public async Task Are_held_until_somebody_makes_a_list_for_them_and_then_only_called_listed()
    {
        (await Text("init", "--apply")).Expect(0);
        var held = (await Text("threats", "block", Evil, "--reason", "c2")).Expect(3);
        Assert.DoesNotContain("blocked accordingly", held.Output, StringComparison.Ordinal);
        Assert.Equal("domains-off", (string?)(await Json("explain", Evil)).Json["reason"]);

        Assert.Contains(
            "override-deny rule, domains",
            (await Text("init", "--domains", "--apply")).Expect(0).Output,
            StringComparison.Ordinal
        );
        var applied = (await Text("apply")).Expect(0).Output;
        Assert.Contains("whether the PCE acts on a name in a deny rule is not known", applied, StringComparison.Ordinal);
        Assert.DoesNotContain("blocked accordingly", applied, StringComparison.Ordinal);

        var explained = (await Json("explain", Evil)).Json;
        Assert.Equal(
            ("block", "listed", "outbound"),
            ((string?)explained["verdict"], (string?)explained["state"], (string?)explained["direction"])
        );
        Assert.Contains("domains", (string?)explained["pce"]!["list"], StringComparison.Ordinal);
        Assert.Contains("is on the list of names", (await Text("explain", Evil)).Expect(0).Output, StringComparison.Ordinal);

        (await Text("unblock", Evil, "--reason", "ours after all")).Expect(0);
        Assert.Equal("ended", (string?)(await Json("explain", Evil)).Json["state"]);
    }

    [Fact]
    public async Task Cannot_be_asked_for_in_exclusion_mode()
    {
        var refused = (await Text("init", "--domains", "--set", "Pce:Mode=exclusion")).Expect(1);
        Assert.Contains("a name cannot be an exclusion", refused.Error + refused.Output, StringComparison.Ordinal);
    }
}
