using System.Net;
using System.Text.RegularExpressions;

namespace Shield.BrowserTests;

/// <summary>The same, where people sign in: Vera sees, Oleg acts.</summary>
public sealed partial class DeploymentWithUsers : Deployment
{
    public const string Password = "correct horse battery";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAsync("vera", "viewer");
        await AddAsync("oleg", "operator");
    }

    public Task AddAsync(string name, string role) => ShieldAsync(Password + "\n", "console", "user", "add", name, "--role", role);

    /// <summary>A client that follows no redirect and keeps cookies, as a browser would, and that has opened the form.</summary>
    public async Task<(HttpClient Http, string Token)> OpenFormAsync()
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = Url,
        };
        var form = await http.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        return (http, TokenOf().Match(form).Groups[1].Value);
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient http, string token, string name, string password = Password) =>
        http.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["name"] = name,
                    ["password"] = password,
                    ["to"] = "/threats",
                    ["__RequestVerificationToken"] = token,
                }
            ),
            TestContext.Current.CancellationToken
        );

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex TokenOf();
}
