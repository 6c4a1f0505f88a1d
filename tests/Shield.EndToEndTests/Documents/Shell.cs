using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Shield.EndToEndTests.Documents;

/// <summary>Runs what a page says to type, by bash in a folder of its own. <c>shield</c> is the program that the tests came with.</summary>
internal sealed class Shell : IDisposable
{
    public static string Program => Path.Combine(AppContext.BaseDirectory, "shield");

    public string Folder { get; } = Directory.CreateTempSubdirectory("shield-page-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public Process Start(string script) =>
        Process.Start(
            new ProcessStartInfo("bash", ["-c", script])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}" },
            }
        )!;

    /// <summary>Of a script that ends with exit code 0.</summary>
    public async Task<string> OutputOf(string script)
    {
        using var bash = Start(script);
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(Cancellation), bash.StandardError.ReadToEndAsync(Cancellation));
        await bash.WaitForExitAsync(Cancellation);
        Assert.True(bash.ExitCode is 0, $"exit code {bash.ExitCode}\n{script}\n{await output}\n{await error}");
        return await output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
