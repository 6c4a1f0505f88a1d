namespace Shield.EndToEndTests.Cli;

/// <summary>Over http, where a proxy would be handed the key in clear text.</summary>
public sealed class A_PCE_on_this_machine : CliTest
{
    public static TheoryData<string, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, string>();
            foreach (
                var host in new[]
                {
                    "127.0.0.1",
                    "127.1",
                    "0x7f000001",
                    "LOCALHOST",
                    "localhost.",
                    "127.8.9.10",
                    "[::1]",
                    "[::ffff:127.0.0.1]",
                }
            )
            {
                ways.Add(host, host.Length % 2 is 0 ? "HTTP_PROXY" : "ALL_PROXY");
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Is_never_asked_through_a_proxy_however_it_is_spelt(string host, string variable)
    {
        await using var proxy = new A_proxy.TunnellingProxy(Pce.Url);
        foreach (
            var name in new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY" }
        )
        {
            Environment[name] = "";
        }

        Environment[variable] = proxy.Url;
        Environment["SHIELD_PCE__URL"] = $"http://{host}:{Pce.Url.Port}";
        var status = (await Spawn("status", "-o", "json")).Json;

        Assert.Empty(proxy.Asked);
        // The simulator listens on 127.0.0.1 alone, and not every system knows the name with a dot.
        Assert.True((bool)status["pce"]!["readable"]! || host is "[::1]" or "127.8.9.10" or "localhost.", $"{status["pce"]}");
    }

    [Fact]
    public async Task Is_that_of_the_demo_which_plays_whatever_proxy_is_set()
    {
        await using var proxy = new A_proxy.TunnellingProxy(Pce.Url);
        Environment["HTTP_PROXY"] = Environment["ALL_PROXY"] = proxy.Url;
        Environment["NO_PROXY"] = Environment["no_proxy"] = "";
        (await Spawn("demo", "-o", "json")).Expect(0);
        Assert.Empty(proxy.Asked);
    }

    [Theory]
    [InlineData("http://evil.localhost:8443")]
    [InlineData("http://128.0.0.1:8443")]
    [InlineData("http://localhost.example.com:8443")]
    public async Task Is_no_other_than_one_that_no_name_service_can_move(string url)
    {
        Environment["SHIELD_PCE__URL"] = url;
        Assert.Contains("must be https", (await Json("plan")).Expect(1).Output, StringComparison.Ordinal);
    }
}
