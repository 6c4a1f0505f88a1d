using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Shield.EndToEndTests.Simulator;
using Shield.Hosting.Settings;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Cli;

/// <summary>The program, a proxy that only tunnels, and behind it a PCE over https.</summary>
public sealed class A_proxy : CliTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Tls = true };

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Is_used_as_a_tunnel_where_the_usual_variable_names_it(string variable)
    {
        await using var proxy = new TunnellingProxy(Pce.Url);
        TrustThePce();
        ForgetOtherProxies();
        Environment[variable] = proxy.Url;
        // Nobody but the proxy knows where this port leads: without it there is no answer.
        Environment["SHIELD_PCE__URL"] = $"https://{ThisMachine}:1";

        var status = (await Spawn("status", "-o", "json")).Expect(0).Json;

        Assert.True((bool)status["pce"]!["readable"]!);
        Assert.NotEmpty(proxy.Asked);
        Assert.All(proxy.Asked, line => Assert.Equal($"CONNECT {ThisMachine}:1 HTTP/1.1", line));
    }

    [Fact]
    public async Task Is_passed_by_for_a_host_that_NO_PROXY_names()
    {
        await using var proxy = new TunnellingProxy(Pce.Url);
        TrustThePce();
        ForgetOtherProxies();
        Environment["HTTPS_PROXY"] = proxy.Url;
        Environment["NO_PROXY"] = Environment["no_proxy"] = $"example.com,{ThisMachine}";
        Environment["SHIELD_PCE__URL"] = $"https://{ThisMachine}:1";

        Assert.False((bool)(await Spawn("status", "-o", "json")).Expect(1).Json["pce"]!["readable"]!);
        Assert.Empty(proxy.Asked);
    }

    /// <summary>.NET says the whole address of a proxy that refuses.</summary>
    [Theory]
    [InlineData("status", "-o", "json")]
    [InlineData("never-block", "refresh", "aws", "--from", "https://example.com/ip-ranges.json")]
    public async Task Is_asked_with_a_password_that_nobody_hears_of_where_it_refuses(params string[] command)
    {
        await using var proxy = new TunnellingProxy(Pce.Url) { Refuses = true };
        ForgetOtherProxies();
        Environment["HTTPS_PROXY"] = proxy.Url.Replace("http://", "http://ana:a-proxys-password@", StringComparison.Ordinal);
        Environment["SHIELD_PCE__URL"] = $"https://{ThisMachine}:1";
        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "aws";
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "aws-ip-ranges";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = PathOf("aws.json");

        // On a busy machine a call may end before the proxy has read it.
        var run = await Spawn(command);
        for (var attempts = 1; attempts < 4 && proxy.Asked.IsEmpty; attempts++)
        {
            run = await Spawn(command);
        }

        Assert.NotEqual(0, run.ExitCode);
        Assert.NotEmpty(proxy.Asked);
        Assert.DoesNotContain("a-proxys-password", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https_proxy", "not an address")]
    [InlineData("HTTPS_PROXY", "none")]
    [InlineData("HTTPS_PROXY", "http://")]
    [InlineData("ALL_PROXY", "gopher://proxy.example.com:70")]
    [InlineData("all_proxy", "http://proxy.example.com:port")]
    public async Task Whose_variable_is_no_address_is_a_fault_of_the_settings(string variable, string value)
    {
        Environment[variable] = value;
        Environment["SHIELD_PCE__URL"] = "https://pce.example.com:8443";

        var plan = (await Json("plan")).Expect(1);
        Assert.Equal("settings", plan.ErrorCode);
        Assert.Contains($"{variable}: is no address of a proxy", plan.Output, StringComparison.Ordinal);
        Assert.Contains(variable, (string)(await Json("status")).Expect(1).Json["pce"]!["detail"]!, StringComparison.Ordinal);
        (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")))).Expect(0);
    }

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("proxy:3128")]
    [InlineData("http://proxy")]
    [InlineData("http://ann:p@ss/w#rd@proxy.example.com:3128/")]
    [InlineData("socks5://[2001:db8::1]:1080")]
    public void Has_an_address_in_any_usual_form(string value) =>
        Assert.Empty(ProxyVariables.Faults(new Dictionary<string, string> { ["HTTPS_PROXY"] = value, ["no_proxy"] = "a b" }));

    /// <summary>By a name that its certificate has, and that is not loopback's: that one is never asked through a proxy.</summary>
    private static string ThisMachine => System.Environment.MachineName.ToLowerInvariant();

    /// <summary>Whatever the machine of the test has set.</summary>
    private void ForgetOtherProxies()
    {
        foreach (var name in new[] { "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy" })
        {
            Environment[name] = "";
        }
    }

    private void TrustThePce() => Environment["SHIELD_PCE__CABUNDLE"] = File("ca.pem", Pce.CaPem!);

    /// <summary>Answers every CONNECT with a connection to one place, and writes down what it was asked for.</summary>
    internal sealed class TunnellingProxy : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly Uri _target;
        private readonly Task _serving;

        public TunnellingProxy(Uri target)
        {
            _target = target;
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        /// <summary>It wants a name and a password, and takes none.</summary>
        public bool Refuses { get; init; }

        public ConcurrentQueue<string> Asked { get; } = [];

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Stop();
            await _serving;
            _end.Dispose();
        }

        private async Task ServeAsync()
        {
            List<Task> tunnels = [];
            try
            {
                while (true)
                {
                    tunnels.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
                }
            }
            catch (OperationCanceledException)
            {
                await Task.WhenAll(tunnels);
            }
        }

        private async Task TunnelAsync(TcpClient client)
        {
            using var caller = client;
            using var pce = new TcpClient();
            try
            {
                await using var near = caller.GetStream();
                var asked = (await ReadHeadAsync(near)).Split("\r\n")[0];
                Asked.Enqueue(asked);
                if (!asked.StartsWith("CONNECT ", StringComparison.Ordinal))
                {
                    // Whoever wrongly asks it for a page is told so at once, and no test waits for an answer.
                    await near.WriteAsync(
                        "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(),
                        _end.Token
                    );
                    return;
                }

                if (Refuses)
                {
                    await near.WriteAsync(
                        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(),
                        _end.Token
                    );
                    return;
                }

                await pce.ConnectAsync(IPAddress.Loopback, _target.Port, _end.Token);
                await using var far = pce.GetStream();
                await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _end.Token);
                await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
            {
                // The caller hung up, or the test is over.
            }
        }

        /// <summary>Byte by byte: what follows the head belongs to the tunnel.</summary>
        private async Task<string> ReadHeadAsync(NetworkStream stream)
        {
            var (head, one) = (new System.Text.StringBuilder(), new byte[1]);
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, _end.Token);
                head.Append((char)one[0]);
            }

            return head.ToString();
        }
    }
}
