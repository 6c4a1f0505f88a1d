using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Shield.BrowserTests;

/// <summary>The first page: the attack is seen to arrive, and to be blocked.</summary>
public sealed class The_map(Deployment deployment)
{
    [Fact]
    public async Task Is_the_first_page_and_shows_who_is_blocked_in_red_and_a_customer_in_green()
    {
        await using var tab = await deployment.OpenAsync("/");

        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Map");
        await Expect(Row(tab, "51.68.144.77", "web-1.shop.example")).ToContainTextAsync("Blocked");
        await Expect(Row(tab, "84.115.23.190", "web-1.shop.example")).ToContainTextAsync("Allowed");
    }

    [Fact]
    public async Task Turns_a_line_red_when_a_finding_arrives_while_somebody_looks()
    {
        const string Attacker = "45.83.7.10";
        await using var tab = await deployment.OpenAsync("/map?by=party");
        await Expect(tab.Page.Locator($"a[href*='{Attacker}']")).ToHaveCountAsync(0);
        var sample = (await deployment.ShieldAsync(null, "samples"))
            .Split('\n')[0]
            .Replace("51.68.144.77", Attacker, StringComparison.Ordinal);

        await deployment.SendAsync(sample);

        await Expect(Row(tab, Attacker, "web-1.shop.example")).ToContainTextAsync("Blocked");
        await Expect(tab.Page.Locator(".map-side.theirs .map-node.blocked", new() { HasText = Attacker })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Explains_a_workload_and_a_party_by_a_click()
    {
        await using var tab = await deployment.OpenAsync("/map?by=party");

        await tab.Page.Locator(".map-side.theirs .map-node a", new() { HasText = "51.68.144.77" }).ClickAsync();

        await Expect(tab.Page.Locator(".map-explained")).ToContainTextAsync("The PCE's active list blocks it");
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("party=51.68.144.77"));
    }

    [Fact]
    public async Task Goes_back_in_time_to_before_the_block()
    {
        await using var tab = await deployment.OpenAsync("/map?by=party");
        await Expect(Row(tab, "51.68.144.77", "web-1.shop.example")).ToContainTextAsync("Blocked");

        await tab.Page.Locator("#map-moment").FillAsync("0");

        await Expect(tab.Page.Locator("output")).ToContainTextAsync("names");
        await Expect(tab.Page.Locator(".map-line.blocked")).ToHaveCountAsync(1); // The legend's.
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Has_no_serious_issue_of_axe_and_no_complaint_of_the_browser(ColorScheme scheme)
    {
        await using var tab = await deployment.OpenAsync("/map?party=51.68.144.77", scheme);

        Assert.Empty(await tab.AxeAsync());
        Assert.Empty(tab.Complaints);
        Assert.Empty(tab.Elsewhere);
    }

    [Fact]
    public async Task Fits_a_narrow_screen_without_scrolling_sideways()
    {
        await using var tab = await deployment.OpenAsync("/map", width: 360, height: 640);

        Assert.True(await tab.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"));
    }

    /// <summary>The row of the table that says the same as the line.</summary>
    private static ILocator Row(Tab tab, string party, string workload) =>
        tab.Page.Locator(".map-table tbody tr", new() { HasText = party }).Filter(new() { HasText = workload }).First;
}
