using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Shield.BrowserTests;

public sealed class The_console(Deployment deployment)
{
    [Fact]
    public async Task Opens_on_this_machine_without_a_sign_in()
    {
        await using var tab = await deployment.OpenAsync("/");

        await Expect(tab.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Now" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Says_of_now_what_status_says()
    {
        var status = JsonNode.Parse(await deployment.ShieldAsync(null, "status", "-o", "json"))!;
        var said = await deployment.ShieldAsync(null, "status");
        await using var tab = await deployment.OpenAsync("/now");

        var headline = await tab.Page.Locator("#headline").InnerTextAsync();

        Assert.Equal(said.Split('\n')[0].Trim(), headline);
        Assert.Equal($"{status["threats"]!["active"] ?? 0}", await tab.Page.Locator("#active").InnerTextAsync());
    }

    [Fact]
    public async Task Lists_the_threats_that_threats_list_lists()
    {
        var rows = JsonNode.Parse(await deployment.ShieldAsync(null, "threats", "list", "-o", "json"))!.AsArray();
        await using var tab = await deployment.OpenAsync("/threats");

        await Expect(tab.Page.Locator("#count")).ToHaveTextAsync($"{rows.Count} parties");
        var parties = tab.Page.Locator(".table tbody th[scope=row]");
        await Expect(parties.First).ToBeVisibleAsync();
        var shown = await parties.AllInnerTextsAsync();

        Assert.NotEmpty(shown);
        Assert.Equal([.. rows.Select(row => (string)row!["indicator"]!).Take(shown.Count)], shown);
    }

    [Fact]
    public async Task Keeps_the_filters_in_the_address()
    {
        await using var tab = await deployment.OpenAsync("/threats");

        await tab.Page.GetByLabel("State").SelectOptionAsync("active");
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Show" }).ClickAsync();

        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("state=active"));
        var rows = JsonNode.Parse(await deployment.ShieldAsync(null, "threats", "list", "--state", "active", "-o", "json"))!.AsArray();
        await Expect(tab.Page.Locator("#count")).ToHaveTextAsync(rows.Count is 1 ? "1 party" : $"{rows.Count} parties");
    }

    [Fact]
    public async Task Tells_the_story_of_a_party_as_explain_does()
    {
        var story = JsonNode.Parse(await deployment.ShieldAsync(null, "explain", "51.68.144.77", "-o", "json"))!;
        await using var tab = await deployment.OpenAsync("/threats/51.68.144.77");

        var said = (await deployment.ShieldAsync(null, "explain", "51.68.144.77")).Split('\n')[0].Trim();

        Assert.Equal(said, (await tab.Page.Locator("#verdict p").First.InnerTextAsync()).Trim());
        Assert.Equal(story["sightings"]!.AsArray().Count, await tab.Page.Locator(".sightings > li").CountAsync());
        Assert.Equal(
            [.. story["checks"]!.AsArray().Select(check => (string)check!["check"]!)],
            await tab.Page.Locator("section[aria-labelledby=checks] tbody th").AllInnerTextsAsync()
        );
    }

    /// <summary>Without a reload: what another records is seen by whoever looks.</summary>
    [Fact]
    public async Task Shows_a_finding_that_arrives_while_somebody_looks()
    {
        await using var tab = await deployment.OpenAsync("/threats?q=45.83.7.9");
        await Expect(tab.Page.Locator("#count")).ToHaveTextAsync("0 parties");
        var sample = (await deployment.ShieldAsync(null, "samples"))
            .Split('\n')[0]
            .Replace("51.68.144.77", "45.83.7.9", StringComparison.Ordinal);

        await deployment.SendAsync(sample);

        await Expect(tab.Page.Locator(".state-active")).ToHaveTextAsync("active");
        await Expect(tab.Page.Locator("#count")).ToHaveTextAsync("1 party");
    }
}
