using System.Diagnostics;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

/// <summary>Shield.LedgerWriter as a process of its own, which can be killed as no thread can.</summary>
public sealed class LedgerWriterProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    private LedgerWriterProcess(string program, params IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>Beside the tests, where the build puts it.</summary>
    public static string Program { get; } =
        Path.ChangeExtension(typeof(Numbered).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null)!;

    public static LedgerWriterProcess Start(string path, params IEnumerable<string> work) => new(Program, [path, .. work]);

    /// <summary>
    /// Runs <paramref name="script"/> where it may mount what it likes without anybody noticing; skips where the system does not allow
    /// that. The writer is <c>$WRITER</c>.
    /// </summary>
    public static async Task<LedgerWriterProcess> StartInMountNamespaceAsync(string script, CancellationToken cancellationToken)
    {
        const string Namespace = "-Urm";
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mounts of one's own are a thing of Linux");
        try
        {
            using var probe = new LedgerWriterProcess("unshare", Namespace, "mount", "-t", "tmpfs", "none", "/mnt");
            var (code, _, error) = await probe.EndAsync(cancellationToken);
            Assert.SkipUnless(code is 0, $"no mount namespace here: {error}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no unshare(1) here");
        }

        return new LedgerWriterProcess("unshare", Namespace, "sh", "-euc", $"WRITER='{Program}'; {script}");
    }

    /// <summary>Until the ledger has confirmed something.</summary>
    public Task FirstLineAsync(CancellationToken cancellationToken) => _firstLine.Task.WaitAsync(cancellationToken);

    /// <summary>kill -9.</summary>
    /// <returns>What the ledger had confirmed.</returns>
    public async Task<IReadOnlyList<string>> KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        return (await EndAsync(cancellationToken)).Lines;
    }

    public async Task<(int ExitCode, IReadOnlyList<string> Lines, string Error)> EndAsync(CancellationToken cancellationToken)
    {
        var error = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        lock (_lines)
        {
            return (_process.ExitCode, [.. _lines], error);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        // Null is the end: whoever waits for a first line shall not wait for ever.
        _firstLine.TrySetResult();
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
