using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Lambda;

/// <summary>
/// One instance of a function: the real program, as a process, before an emulated Lambda that starts it and kills it at a deadline.
/// </summary>
internal sealed class Bootstrap : IAsyncDisposable
{
    /// <summary>Names the program where it is not the one that was built with the tests, such as its native form.</summary>
    private const string ProgramVariable = "SHIELD_BOOTSTRAP";

    private readonly Process _process;
    private readonly RuntimeApiEmulator _runtime;
    private readonly string _log;

    private Bootstrap(Process process, RuntimeApiEmulator runtime, string log) => (_process, _runtime, _log) = (process, runtime, log);

    /// <summary>What it logged, figures among it: all that it wrote before it answered.</summary>
    public IEnumerable<JsonNode> Log => Lines.Select(line => JsonNode.Parse(line)!);

    // A line that is not ended yet is still being written.
    private IEnumerable<string> Lines => File.ReadAllText(_log).Split('\n')[..^1].Where(line => !string.IsNullOrWhiteSpace(line));

    public Task Ready => _runtime.Ready;

    public Task<string> InitError => _runtime.InitError;

    public Process Process => _process;

    /// <summary>Where it was built: beside the tests it would miss what only a web application's framework brings.</summary>
    private static string Program =>
        Environment.GetEnvironmentVariable(ProgramVariable)
        ?? Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "..",
                "..",
                "Shield.Lambda",
                Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
                "bootstrap"
            )
        );

    /// <param name="handler">Which of the functions it is: <c>recorder</c> or <c>reconciler</c>.</param>
    /// <param name="command">Of another program than ours; empty for ours.</param>
    public static async Task<Bootstrap> StartAsync(
        string handler,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken,
        params string[] command
    )
    {
        var runtime = await RuntimeApiEmulator.StartAsync(cancellationToken);
        // Into a file, where what was written is there at once. What comes through a pipe is read some time after the answer.
        var log = Path.GetTempFileName();
        string[] program = command is [] ? [Program] : command;
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. program]);
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    name.StartsWith("SHIELD_", StringComparison.Ordinal) || name.StartsWith("AWS_", StringComparison.Ordinal)
                )
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }

        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtime.Address;
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = "shield";
        start.Environment["_HANDLER"] = handler;
        start.Environment["AWS_LAMBDA_LOG_STREAM_NAME"] = $"2026/11/24/[$LATEST]{Guid.NewGuid():N}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Bootstrap(Process.Start(start)!, runtime, log);
    }

    /// <summary>Offers it an event. At the deadline it is killed, as Lambda does.</summary>
    public async Task<LambdaAnswer> InvokeAsync(string content, TimeSpan timeOut, CancellationToken cancellationToken)
    {
        var invoked = _runtime.InvokeAsync(Encoding.UTF8.GetBytes(content), timeOut, cancellationToken);
        var ended = _process.WaitForExitAsync(cancellationToken);
        var answer =
            await Task.WhenAny(invoked, ended) == invoked || invoked.IsCompleted
                ? await invoked
                : throw new InvalidOperationException($"the program ended: {string.Join('\n', Lines)}");
        if (answer.End is LambdaEnd.TimedOut)
        {
            await KillAsync();
        }

        return answer;
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>As a machine that is frozen: it holds what it holds, and does nothing.</summary>
    public void Freeze() => ProcessSignal.Stop.SendTo(_process);

    public void Thaw() => ProcessSignal.Continue.SendTo(_process);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        File.Delete(_log);
        await _runtime.DisposeAsync();
    }
}
