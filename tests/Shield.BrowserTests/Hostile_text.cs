using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Shield.BrowserTests;

/// <summary>Whoever gets GuardDuty to report a name of his choice writes into these pages.</summary>
public sealed partial class Hostile_text(Deployment deployment)
{
    private const string Party = "45.83.7.66";
    private const string Markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    [Fact]
    public async Task Is_text_on_every_page_and_turns_no_reading_direction()
    {
        var sample = (await deployment.ShieldAsync(null, "samples"))
            .Split('\n')[0]
            .Replace("51.68.144.77", Party, StringComparison.Ordinal);
        await deployment.SendAsync(
            Names().Replace(sample, match => $"\"{match.Groups[1].Value}\":\"{Markup}\\u202e{new string('x', 10_000)}\"")
        );
        await deployment.ShieldAsync(null, "threats", "block", Party, "--reason", Markup, "--record-only");

        foreach (var address in new[] { $"/threats/{Party}", $"/threats?q={Party}", "/now" })
        {
            await using var tab = await deployment.OpenAsync(address);

            Assert.Equal(0, await tab.Page.Locator("img, main script").CountAsync());
            Assert.DoesNotContain("\u202e", await tab.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Empty(tab.Complaints);
            if (address.StartsWith("/threats", StringComparison.Ordinal))
            {
                await Expect(tab.Page.Locator("main")).ToContainTextAsync("<img src=x onerror=alert(1)>");
            }
        }
    }

    [GeneratedRegex("\"(countryName|asnOrg)\":\\s*\"[^\"]*\"")]
    private static partial Regex Names();
}
