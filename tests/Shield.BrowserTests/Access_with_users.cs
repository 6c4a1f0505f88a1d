using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Shield.BrowserTests;

public sealed class Access_with_users(DeploymentWithUsers deployment) : IClassFixture<DeploymentWithUsers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_asked_for_on_every_page_and_for_the_socket()
    {
        var (http, _) = await deployment.OpenFormAsync();
        using (http)
        {
            foreach (var path in new[] { "/", "/now", "/threats", "/threats/51.68.144.77", "/held" })
            {
                using var answer = await http.GetAsync(path, Cancellation);
                Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                Assert.StartsWith("/sign-in?to=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            }

            using var socket = await http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, socket.StatusCode);
        }
    }

    [Fact]
    public async Task Comes_by_a_cookie_that_no_script_reads_and_no_other_site_sends()
    {
        var (http, token) = await deployment.OpenFormAsync();
        using (http)
        {
            using var answer = await DeploymentWithUsers.SignInAsync(http, token, "vera");

            Assert.Equal("/threats", answer.Headers.Location?.OriginalString);
            var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), one => one.Contains("session", StringComparison.Ordinal));
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            using var page = await http.GetAsync("/now", Cancellation);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    [Fact]
    public async Task Needs_the_forms_own_token()
    {
        var (http, _) = await deployment.OpenFormAsync();
        using (http)
        {
            using var answer = await DeploymentWithUsers.SignInAsync(http, "another", "vera");

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Is_lost_at_once_when_the_user_is_removed()
    {
        await deployment.AddAsync("gone", "operator");
        var (http, token) = await deployment.OpenFormAsync();
        using (http)
        {
            using var signed = await DeploymentWithUsers.SignInAsync(http, token, "gone");
            using var before = await http.GetAsync("/now", Cancellation);
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);

            await deployment.ShieldAsync(null, "console", "user", "remove", "gone");

            using var after = await http.GetAsync("/now", Cancellation);
            Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        }
    }

    [Fact]
    public async Task Gives_a_viewer_no_act()
    {
        await using var tab = await SignedInAsync("vera", "/threats/51.68.144.77");

        await Expect(tab.Page.Locator("#verdict")).ToBeVisibleAsync();
        Assert.Equal(0, await tab.Page.Locator(".acts button").CountAsync());
    }

    [Fact]
    public async Task Lets_an_operator_unblock_after_seeing_what_that_changes()
    {
        await using var tab = await SignedInAsync("oleg", "/threats/51.68.144.77");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Unblock", Exact = true }).ClickAsync();
        await tab.Page.Locator("#reason").FillAsync("our own scanner");
        await tab.Page.Locator("#foresee").ClickAsync();
        await Expect(tab.Page.Locator("#foreseen")).ToContainTextAsync("suppressed");
        Assert.Empty(await tab.AxeAsync());

        await tab.Page.Locator("#confirm").ClickAsync();

        await Expect(tab.Page.Locator("#done")).ToContainTextAsync("Recorded: unblock by oleg");
        var acts = await deployment.ShieldAsync(null, "threats", "acts", "-o", "json");
        Assert.Contains("\"oleg\"", acts, StringComparison.Ordinal);
        Assert.Contains("our own scanner", acts, StringComparison.Ordinal);
        Assert.Contains(
            "\"suppressed\"",
            await deployment.ShieldAsync(null, "explain", "51.68.144.77", "-o", "json"),
            StringComparison.Ordinal
        );
        Assert.Empty(tab.Complaints);
    }

    /// <summary>In a deployment of its own: whoever comes from this address has to wait afterwards.</summary>
    [Fact]
    public async Task Is_slowed_for_whoever_guesses()
    {
        await using var own = new DeploymentWithUsers();
        await own.InitializeAsync();
        var (http, token) = await own.OpenFormAsync();
        using (http)
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                using var wrong = await DeploymentWithUsers.SignInAsync(http, token, "vera", "a guess");
                Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            }

            using var slowed = await DeploymentWithUsers.SignInAsync(http, token, "vera");

            Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
            Assert.NotNull(slowed.Headers.RetryAfter);
        }
    }

    private async Task<Tab> SignedInAsync(string name, string address)
    {
        var tab = await deployment.OpenAsync("/sign-in?to=" + address, isLive: false);
        await tab.Page.GetByLabel("Name").FillAsync(name);
        await tab.Page.GetByLabel("Password").FillAsync(DeploymentWithUsers.Password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await tab.LiveAsync();
        return tab;
    }
}
