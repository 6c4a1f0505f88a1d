using System.Net;
using System.Net.Sockets;
using System.Text;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary><c>shield run</c> as a program of its own, with signals.</summary>
public sealed class The_program : ServiceTest
{
    private static readonly int Kills = int.TryParse(System.Environment.GetEnvironmentVariable("SHIELD_SERVICE_KILLS"), out var kills)
        ? kills
        : 4;

    [Fact]
    public async Task Blocks_whom_a_posted_finding_names_and_ends_with_0_at_SIGTERM()
    {
        await Initialise();
        using var process = Start("run", "--urls", "http://127.0.0.1:0");
        using var http = await WhenReadyAsync(process);

        using var answer = await http.SendAsync(Post(FindingText.BruteForce("45.83.7.9")), Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await UntilActiveAsync("45.83.7.9");
        ProcessSignal.Terminate.SendTo(process);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>As <c>Type=notify</c> of systemd wants it (sd_notify(3)).</summary>
    [Fact]
    public async Task Tells_systemd_when_it_is_ready_and_when_it_stops()
    {
        Environment["NOTIFY_SOCKET"] = PathOf("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOf("notify")));
        using var process = Start("run", "--urls", "http://127.0.0.1:0");

        Assert.Equal("READY=1", await ReceiveAsync(socket));
        ProcessSignal.Terminate.SendTo(process);
        Assert.Equal("STOPPING=1", await ReceiveAsync(socket));

        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>100 moments in tests/nightly.</summary>
    [Fact]
    public async Task Loses_nothing_that_it_acknowledged_when_it_is_killed_at_any_moment()
    {
        await Initialise();
        var acknowledged = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start("run", "--urls", "http://127.0.0.1:0");
            using var http = await WhenReadyAsync(process);
            var end = Task.Delay(TimeSpan.FromMilliseconds(40 * (kill % 25)), TimeProvider.System, Cancellation);
            for (var host = 0; !process.HasExited; host++)
            {
                if (end.IsCompleted && host > 0)
                {
                    process.Kill();
                    await process.WaitForExitAsync(Cancellation);
                }

                var party = $"45.{90 + kill / 200}.{kill % 200}.{host % 250 + 1}";
                if (await IsAcceptedAsync(http, FindingText.BruteForce(party, id: $"{kill}-{host}")))
                {
                    acknowledged.Add(party);
                }
            }
        }

        var known = (await Json("threats", "list", "--all")).Json.AsArray().Select(row => (string)row!["indicator"]!).ToHashSet();
        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Except(known));

        // And whoever comes next makes it active.
        using var last = Start("run", "--urls", "http://127.0.0.1:0");
        using var ready = await WhenReadyAsync(last);
        await UntilAsync(async () => !acknowledged.Except(await Listed()).Any(), "all that was acknowledged is active");
        ProcessSignal.Terminate.SendTo(last);
        await last.WaitForExitAsync(Cancellation);
        (await Json("history", "verify")).Expect(0);
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[100];
        var read = await socket.ReceiveAsync(buffer, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static async Task<bool> IsAcceptedAsync(HttpClient http, string finding)
    {
        try
        {
            using var answer = await http.SendAsync(Post(finding), Cancellation);
            return answer.StatusCode is HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
