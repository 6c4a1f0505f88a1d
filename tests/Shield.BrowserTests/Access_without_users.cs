using System.Net;

namespace Shield.BrowserTests;

public sealed class Access_without_users(Deployment deployment)
{
    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Origin", "https://evil.example")]
    public async Task Is_refused_to_whoever_comes_by_another_name_through_a_proxy_or_from_another_site(string header, string value)
    {
        using var http = new HttpClient { BaseAddress = deployment.Url };
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/now"), (HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1") })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation(header, value);

            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/now")]
    [InlineData("/threats")]
    [InlineData("/assets/Layout/console.css")]
    [InlineData("/sign-in")]
    public async Task Tells_a_browser_to_run_nothing_but_its_own_files(string path)
    {
        using var http = new HttpClient { BaseAddress = deployment.Url };

        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task Shows_and_changes_nothing()
    {
        await using var tab = await deployment.OpenAsync("/threats/51.68.144.77");

        Assert.Equal(0, await tab.Page.Locator(".acts button").CountAsync());
        Assert.Equal("read-only on this machine", await tab.Page.Locator(".who").InnerTextAsync());
    }
}
