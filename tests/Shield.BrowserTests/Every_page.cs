using Microsoft.Playwright;

namespace Shield.BrowserTests;

public sealed class Every_page(Deployment deployment)
{
    public static TheoryData<string, ColorScheme> Pages =>
        [
            .. from address in new[]
            {
                "/now",
                "/threats",
                "/threats?state=active&q=51.68.144.77",
                "/threats/51.68.144.77",
                "/threats/nonsense",
                "/no-such-page",
            }
            from scheme in new[] { ColorScheme.Light, ColorScheme.Dark }
            select new TheoryDataRow<string, ColorScheme>(address, scheme),
        ];

    /// <summary>Scripts and styles out of this program alone, and nothing against the policy that the page itself brings along.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Has_no_serious_issue_of_axe_no_complaint_of_the_browser_and_asks_no_other_host(string address, ColorScheme scheme)
    {
        await using var tab = await deployment.OpenAsync(address, scheme);

        Assert.Empty(await tab.AxeAsync());
        Assert.Empty(tab.Complaints);
        Assert.Empty(tab.Elsewhere);
        Assert.Equal(1, await tab.Page.Locator("h1").CountAsync());
    }

    [Theory]
    [InlineData("/now")]
    [InlineData("/threats")]
    [InlineData("/threats/51.68.144.77")]
    public async Task Fits_a_narrow_screen_without_scrolling_sideways(string address)
    {
        await using var tab = await deployment.OpenAsync(address, width: 360, height: 640);

        Assert.True(await tab.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"));
    }

    [Fact]
    public async Task Follows_the_system_to_dark()
    {
        await using var light = await deployment.OpenAsync("/now");
        await using var dark = await deployment.OpenAsync("/now", ColorScheme.Dark);

        Assert.Equal("rgb(245, 247, 250)", await BackgroundOf(light));
        Assert.Equal("rgb(17, 21, 31)", await BackgroundOf(dark));
    }

    [Fact]
    public async Task Begins_with_a_link_that_skips_the_navigation()
    {
        await using var tab = await deployment.OpenAsync("/now");
        await Assertions.Expect(tab.Page.Locator("h1")).ToBeFocusedAsync();

        await tab.Page.Locator(".brand").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Shift+Tab");

        Assert.Equal("Skip to the content", await tab.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
    }

    private static Task<string> BackgroundOf(Tab tab) =>
        tab.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
