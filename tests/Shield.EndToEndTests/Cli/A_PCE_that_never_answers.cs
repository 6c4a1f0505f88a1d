using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shield.EndToEndTests.Cli;

/// <summary>It takes the connection and says nothing: a request lasts for 15 s, and a signal ends the command at once.</summary>
public sealed class A_PCE_that_never_answers : CliTest
{
    [Theory]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("init")]
    [InlineData("history", "verify")]
    [InlineData("unblock", "45.83.64.1", "--reason", "x")]
    public async Task Holds_up_no_end_by_a_signal(params string[] command)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no such signal there");
            return;
        }

        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Environment["SHIELD_PCE__URL"] = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        using var shield = Start(command);
        shield.StandardInput.Close();
        var (output, error) = (shield.StandardOutput.ReadToEndAsync(Cancellation), shield.StandardError.ReadToEndAsync(Cancellation));
        using var connection = await silent.AcceptTcpClientAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        var asked = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", shield.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        await shield.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(14), Cancellation);
        var took = Stopwatch.GetElapsedTime(asked);

        Assert.Equal(130, shield.ExitCode);
        // A second, and what a loaded machine adds.
        Assert.True(took < TimeSpan.FromSeconds(3), $"{took}");
        Assert.Contains("interrupted", await output + await error, StringComparison.Ordinal);
    }
}
