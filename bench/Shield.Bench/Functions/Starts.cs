using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Shield.EndToEndTests.Lambda;
using Shield.Pce.Calling;
using Shield.Pce.Installing;
using Shield.PceSimulator;

namespace Shield.Bench.Functions;

/// <summary>
/// From exec to the first answer, which comes when the attacker is active: our native bootstrap beside a handler in Python, both before the
/// same emulated Lambda and PCE. What the emulators themselves take is measured in the same run and told apart.
/// </summary>
internal sealed class Starts : IAsyncDisposable
{
    private const string Key = "api_bench";
    private const string Secret = "bench";

    /// <summary>A finding as EventBridge delivers it; the same for both.</summary>
    private const string Template = """
        {"version":"0","id":"e","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"111122223333","time":"$TIME","region":"eu-west-1","resources":[],"detail":
        {"schemaVersion":"2.0","accountId":"111122223333","region":"eu-west-1","id":"$ID","type":"UnauthorizedAccess:EC2/SSHBruteForce","severity":2,"createdAt":"$TIME","updatedAt":"$TIME",
        "resource":{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0123456789abcdef0"}},
        "service":{"serviceName":"guardduty","resourceRole":"TARGET","archived":false,"count":7,"eventFirstSeen":"$TIME","eventLastSeen":"$TIME","action":{"actionType":"NETWORK_CONNECTION",
        "networkConnectionAction":{"connectionDirection":"INBOUND","blocked":false,"protocol":"TCP","remoteIpDetails":{"ipAddressV4":"$PARTY"},"localPortDetails":{"port":22,"portName":"SSH"}}}}}}
        """;

    /// <summary>An event holds 6 MB at most: so many findings of the size that they usually have, about 3 KB.</summary>
    private const int LargestBatch = 2_000;

    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(5);

    private readonly SimulatedPce _pce;
    private readonly List<Busy> _busy = [];
    private StackOnMoto _stack = null!;
    private MeteredProxy _beforePce = null!;
    private MeteredProxy _beforeMoto = null!;
    private int _parties;

    private Starts(SimulatedPce pce) => _pce = pce;

    private Dictionary<string, string> OurEnvironment => new(_stack.Environment) { ["AWS_ENDPOINT_URL"] = _beforeMoto.Address.ToString() };

    /// <summary>Needs moto (tests/Moto/with_moto), and SHIELD_BOOTSTRAP for the program.</summary>
    /// <param name="handler">The one in Python.</param>
    public static async Task<int> RunAsync(int rounds, string handler)
    {
        await using var starts = await CreateAsync();
        var theirs = await starts.HandlerEnvironmentAsync();
        List<Figures> bootstraps = [],
            handlers = [];
        for (var round = 0; round < rounds; round++)
        {
            // One after the other, so that whatever else the machine does meets both.
            bootstraps.Add(await starts.MeasureAsync(starts.OurEnvironment));
            handlers.Add(await starts.MeasureAsync(theirs, "python3", handler));
        }

        Figures.Print("bootstrap", bootstraps);
        Figures.Print("python", handlers);
        return 0;
    }

    /// <summary>Batches that a running instance gets.</summary>
    /// <param name="messages">In each; none: the schedule, and nothing to do.</param>
    public static async Task<int> RunWarmAsync(int messages, int rounds)
    {
        await using var starts = await CreateAsync();
        await starts.WarmAsync(messages, rounds);
        return 0;
    }

    /// <summary>The requests of a start, of a running instance with one new attacker, and of the schedule, in their order.</summary>
    public static async Task<int> PrintRequestsAsync()
    {
        await using var starts = await CreateAsync();
        // The very first finds an empty ledger, and the workloads to be read.
        await starts.MeasureAsync(starts.OurEnvironment);
        await starts.MeasureAsync(starts.OurEnvironment);
        starts.PrintRequests("cold");
        await starts.WarmAsync(messages: 1, rounds: 2);
        starts.PrintRequests("warm, one new attacker");
        await starts.WarmAsync(messages: 0, rounds: 2);
        starts.PrintRequests("warm, nothing to do");
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _beforePce.DisposeAsync();
        await _beforeMoto.DisposeAsync();
        _stack.Dispose();
        await _pce.DisposeAsync();
    }

    private static async Task<Starts> CreateAsync()
    {
        var pce = await SimulatedPce.StartAsync(
            new SimulatorOptions
            {
                ApiKey = Key,
                ApiSecret = Secret,
                RequestsPerMinute = null,
                Seed = "three-tier",
                SoftIpListEntries = 80_000,
                HardIpListEntries = 100_000,
            },
            CancellationToken.None
        );
        var options = new PceOptions
        {
            Url = pce.Url.ToString(),
            OrgId = "1",
            ApiKey = Key,
            ApiSecret = Shield.Pce.Calling.Secret.Of(Secret),
            OwnerId = "test-owner",
            RequestsPerMinute = 500,
        };
        using var client = new PceClient(options, PceHandler.For(options), TimeProvider.System, () => 0.5, NullLogger<PceClient>.Instance);
        var installation = new Installation(client, options, TimeProvider.System);
        await installation.ApplyAsync(
            Installation.Plan(await installation.ReadAsync(withDomains: false, CancellationToken.None)),
            CancellationToken.None
        );

        var starts = new Starts(pce);
        starts._beforePce = await MeteredProxy.StartAsync(pce.Url, starts._busy);
        starts._beforeMoto = await MeteredProxy.StartAsync(new Uri(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")!), starts._busy);
        starts._stack = await StackOnMoto.CreateAsync(
            $$$"""{"Pce":{"Url":"{{{starts._beforePce.Address}}}","OrgId":"1","RequestsPerMinute":500},"Reconcile":{"Window":"0s","VersionsPerHour":3600}}""",
            CancellationToken.None
        );
        await starts._stack.PutAsync("pce-key", $$"""{"ApiKey":"{{Key}}","ApiSecret":"{{Secret}}"}""", CancellationToken.None);
        return starts;
    }

    /// <summary>It gets a list of its own: ours may hold nothing but what we put there.</summary>
    private async Task<Dictionary<string, string>> HandlerEnvironmentAsync()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key}:{Secret}"))
        );
        using var answer = await http.PostAsync(
            new Uri(_pce.Url, "/api/v2/orgs/1/sec_policy/draft/ip_lists"),
            new StringContent("""{"name":"handler","ip_ranges":[{"from_ip":"192.0.2.7"}]}""", Encoding.UTF8, "application/json")
        );
        answer.EnsureSuccessStatusCode();
        return new Dictionary<string, string>
        {
            ["BENCH_PCE"] = _beforePce.Address.ToString().TrimEnd('/'),
            ["BENCH_LIST"] = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["href"]!,
            ["BENCH_KEY"] = Key,
            ["BENCH_SECRET"] = Secret,
        };
    }

    /// <summary>
    /// One start: exec, the first event with one new attacker, the last answer, which comes when the policy is active. Of ours both
    /// functions start at once, and the one asks the other; of the handler in Python there is one.
    /// </summary>
    private async Task<Figures> MeasureAsync(Dictionary<string, string> environment, params string[] command)
    {
        lock (_busy)
        {
            _busy.Clear();
        }

        var content = SqsEvent.Of(NewMessages(1));
        var start = Stopwatch.GetTimestamp();
        await using var first = await Bootstrap.StartAsync("recorder", environment, CancellationToken.None, command);
        await using var second = command is [] ? await Bootstrap.StartAsync("reconciler", environment, CancellationToken.None) : null;
        await InvokeAsync(first, content);
        if (second is not null)
        {
            await PassOnAsync(second);
        }

        var end = Stopwatch.GetTimestamp();
        return new Figures(
            Stopwatch.GetElapsedTime(start, end),
            MeteredProxy.BusyTime(_busy, start, end),
            first.Process.TotalProcessorTime,
            second?.Process.TotalProcessorTime ?? TimeSpan.Zero,
            Math.Max(Figures.PeakMemoryOf(first.Process), second is null ? 0 : Figures.PeakMemoryOf(second.Process))
        );
    }

    private async Task WarmAsync(int messages, int rounds)
    {
        await using var recorder = await Bootstrap.StartAsync("recorder", OurEnvironment, CancellationToken.None);
        await using var reconciler = await Bootstrap.StartAsync("reconciler", OurEnvironment, CancellationToken.None);
        await InvokeAsync(recorder, SqsEvent.Of(NewMessages(1)));
        await PassOnAsync(reconciler);
        var times = new List<Figures>();
        for (var round = 0; round < rounds; round++)
        {
            lock (_busy)
            {
                _busy.Clear();
            }

            var batches = NewMessages(messages).Chunk(LargestBatch).Select(batch => SqsEvent.Of(batch)).ToList();
            var (recorded, reconciled) = (recorder.Process.TotalProcessorTime, reconciler.Process.TotalProcessorTime);
            var start = Stopwatch.GetTimestamp();
            if (messages is 0)
            {
                await InvokeAsync(reconciler, """{"shield":"reconcile","why":"schedule"}""");
            }
            else
            {
                foreach (var batch in batches)
                {
                    await InvokeAsync(recorder, batch);
                }

                await PassOnAsync(reconciler);
            }

            var end = Stopwatch.GetTimestamp();
            recorder.Process.Refresh();
            reconciler.Process.Refresh();

            times.Add(
                new Figures(
                    Stopwatch.GetElapsedTime(start, end),
                    MeteredProxy.BusyTime(_busy, start, end),
                    recorder.Process.TotalProcessorTime - recorded,
                    reconciler.Process.TotalProcessorTime - reconciled,
                    Math.Max(Figures.PeakMemoryOf(recorder.Process), Figures.PeakMemoryOf(reconciler.Process))
                )
            );
        }

        Figures.Print(string.Create(CultureInfo.InvariantCulture, $"warm{messages}"), times);
    }

    private static async Task InvokeAsync(Bootstrap instance, string content)
    {
        var answer = await instance.InvokeAsync(content, Patient, CancellationToken.None);
        if (answer.Text.Replace(" ", "", StringComparison.Ordinal) is not ("""{"batchItemFailures":[]}""" or "{}"))
        {
            throw new InvalidOperationException($"{answer.End}: {answer.Text}");
        }
    }

    /// <summary>Brings the request from one function to the other, as Lambda's poller does; that is no time of ours.</summary>
    private async Task PassOnAsync(Bootstrap reconciler)
    {
        var start = Stopwatch.GetTimestamp();
        var bodies = await _stack.TakeMessagesAsync(_stack.Requests, CancellationToken.None);
        lock (_busy)
        {
            _busy.Add(new Busy(start, Stopwatch.GetTimestamp(), "(from one function to the other)", []));
        }

        await InvokeAsync(reconciler, SqsEvent.Of(bodies.Select((body, index) => ($"request{index}", body))));
    }

    private List<(string Id, string Body)> NewMessages(int count) =>
        Enumerable
            .Range(0, count)
            .Select(_ =>
            {
                var (number, time) = (
                    Interlocked.Increment(ref _parties),
                    TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                );
                var party = string.Create(
                    CultureInfo.InvariantCulture,
                    $"45.{80 + (number / 62_500)}.{number / 250 % 250}.{(number % 250) + 1}"
                );
                var id = number.ToString("x32", CultureInfo.InvariantCulture);
                return (
                    $"m{number}",
                    Template
                        .Replace("$TIME", time, StringComparison.Ordinal)
                        .Replace("$ID", id, StringComparison.Ordinal)
                        .Replace("$PARTY", party, StringComparison.Ordinal)
                );
            })
            .ToList();

    /// <summary>A request that began before the one above it was answered has a mark.</summary>
    private void PrintRequests(string what)
    {
        lock (_busy)
        {
            var (inRow, reached) = (0, 0L);
            foreach (var one in _busy.OrderBy(one => one.Start))
            {
                var isBeside = one.Start < reached;
                inRow += isBeside ? 0 : 1;
                reached = Math.Max(reached, one.End);
                Console.WriteLine($"{what}: {(isBeside ? "|" : " ")} {one}");
            }

            Console.WriteLine($"{what}: {_busy.Count} requests, {inRow} in a row");
        }
    }
}
