using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shield.Moto;

/// <summary>
/// moto's AWS on a port of its own, as a process, started by the first test that asks for it. Tests that need it are skipped where Python
/// has no moto (<c>pip install 'moto[server]==5.2.1'</c>).
/// </summary>
public sealed class MotoServer : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Moto", "one_request_at_a_time.py");

    private readonly Lazy<Task<Uri>> _started;
    private Process? _process;

    public MotoServer() => _started = new Lazy<Task<Uri>>(StartAsync);

    public Task<Uri> AddressAsync() => _started.Value;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // Its end of input is the server's end, also where this process dies without a word.
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task SkipWithoutMotoAsync()
    {
        try
        {
            using var probe = Process.Start(
                new ProcessStartInfo("python3", ["-c", "import moto.moto_server.werkzeug_app"]) { RedirectStandardError = true }
            )!;
            await probe.WaitForExitAsync();
            Assert.SkipUnless(probe.ExitCode is 0, "no moto here: pip install 'moto[server]==5.2.1'");
        }
        catch (Win32Exception)
        {
            Assert.Skip("no python3 here, and so no moto");
        }
    }

    private async Task<Uri> StartAsync()
    {
        await SkipWithoutMotoAsync();
        var port = FreePort();
        _process = Process.Start(
            new ProcessStartInfo("python3", [Script, port.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            }
        )!;
        // It logs every request, and would wait for a reader.
        _process.BeginErrorReadLine();
        var address = new Uri($"http://127.0.0.1:{port}");
        using var http = new HttpClient();
        for (
            var waited = Stopwatch.StartNew();
            ;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None)
        )
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address, "/moto-api/"));
                return address;
            }
            catch (HttpRequestException) when (waited.Elapsed < StartsWithin && !_process.HasExited)
            {
                // Not yet.
            }
        }
    }
}
