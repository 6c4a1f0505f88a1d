using System.Text.RegularExpressions;
using Shield.Cli;
using Shield.Cli.Streams;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary><c>shield run</c> in this process.</summary>
internal sealed partial class RunningService : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lines _output = new();
    private readonly Lines _error = new();
    private readonly Task<int> _run;
    private HttpClient? _http;

    public RunningService(Func<TextWriter, TextWriter, Surroundings> around, params string[] arguments) =>
        _run = ShieldCommandLine.RunAsync(["run", "--urls", "http://127.0.0.1:0", .. arguments], around(_output, _error), _stop.Token);

    public HttpClient Http => _http!;

    public Uri Url => Http.BaseAddress!;

    public string Error => _error.Text;

    public async Task ReadyAsync()
    {
        while (_http is null)
        {
            if (Address().Match(_output.Text) is { Success: true } said)
            {
                _http = new HttpClient { BaseAddress = new Uri(said.Value), Timeout = TimeSpan.FromSeconds(30) };
            }
            else if (_run.IsCompleted)
            {
                Assert.Fail($"shield run ended with {await _run}: {_error.Text}");
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>As SIGTERM does.</summary>
    public async Task<CliRun> StopAsync()
    {
        await _stop.CancelAsync();
        return new CliRun(await _run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), _output.Text, _error.Text);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
        }

        await _run;
        _http?.Dispose();
        _stop.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    [GeneratedRegex("http://[0-9.]+:[0-9]+")]
    private static partial Regex Address();

    /// <summary>Written by the service and read by the test at once.</summary>
    private sealed class Lines : StringWriter
    {
        private readonly Lock _gate = new();

        public string Text
        {
            get
            {
                lock (_gate)
                {
                    return ToString();
                }
            }
        }

        public override void Write(char value)
        {
            lock (_gate)
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (_gate)
            {
                base.Write(value);
            }
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (_gate)
            {
                base.Write(buffer, index, count);
            }
        }
    }
}
