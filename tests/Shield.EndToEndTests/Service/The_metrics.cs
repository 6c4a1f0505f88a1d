using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shield.EndToEndTests.Cli;
using Shield.Hosting.Telemetry;

namespace Shield.EndToEndTests.Service;

/// <summary>What <c>shield run</c> tells Prometheus and a collector of OpenTelemetry, asked and received over the wire.</summary>
public sealed partial class The_metrics : ServiceTest
{
    [Fact]
    public async Task Say_under_the_names_of_the_table_what_was_recorded_reconciled_and_enforced()
    {
        await Initialise();
        // A process of its own: .NET's meters know no other bounds.
        using var process = Start("run", "--urls", "http://127.0.0.1:0");
        using var http = await WhenReadyAsync(process);
        using var answer = await http.SendAsync(Post(FindingText.BruteForce("45.83.7.9")), Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await UntilActiveAsync("45.83.7.9");
        await UntilAsync(async () => (await AskAsync(http)).ContainsKey(CountOf(Metric.TimeToEnforced)), "the block is enforced");

        var told = await AskAsync(http);

        Assert.Equal(1, told[NameOf(Metric.Findings)]);
        Assert.Equal(1, told[CountOf(Metric.TimeToRecorded)]);
        Assert.Equal(1, told[CountOf(Metric.TimeToActive)]);
        Assert.True(told[NameOf(Metric.PceCalls)] > 5);
        Assert.True(told[NameOf(Metric.WorkloadsReached)] > 0);
        Assert.Equal(1, told[NameOf(Metric.Blocked)]);
        Assert.Equal(0, told[NameOf(Metric.Held)]);

        // Nothing of ours goes by a name that the table, and so the document, does not have.
        var known = MetricTable.Rows.Select(row => row.Prometheus).ToHashSet();
        Assert.Empty(told.Keys.Where(name => name.StartsWith("guarddutyshield_", StringComparison.Ordinal)).Select(BaseOf).Except(known));
        // .NET's own: memory that grows is seen.
        Assert.Contains(told.Keys, name => name.StartsWith("dotnet_process_memory_working_set", StringComparison.Ordinal));
        ProcessSignal.Terminate.SendTo(process);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Go_to_a_collector_with_traces_and_its_key()
    {
        await using var collector = await Collector.StartAsync();
        Environment["SHIELD_TELEMETRY__OTLP__URL"] = collector.Url;
        Environment["SHIELD_TELEMETRY__OTLP__HEADERS"] = "api-key=a-key-of-the-collector";
        await Initialise();
        var service = await StartServiceAsync();
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);
        await UntilActiveAsync("45.83.7.9");

        // What is not sent yet is sent at the end.
        (await service.StopAsync()).Expect(0);

        Assert.Contains("guarddutyshield.time_to_active", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("reconcile", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.All(collector.Keys, key => Assert.Equal("a-key-of-the-collector", key));
        Assert.DoesNotContain(Token, collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("a-key-of-the-collector", service.Error, StringComparison.Ordinal);
    }

    /// <summary>Whoever only watches holds nothing up.</summary>
    [Fact]
    public async Task Hold_nothing_up_where_the_collector_is_away()
    {
        Environment["SHIELD_TELEMETRY__OTLP__URL"] = "http://127.0.0.1:9";
        await Initialise();
        var service = await StartServiceAsync();

        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);

        await UntilActiveAsync("45.83.7.9");
        (await service.StopAsync()).Expect(0);
    }

    [Fact]
    public async Task Are_sent_with_no_key_in_the_clear()
    {
        Environment["SHIELD_TELEMETRY__OTLP__URL"] = "http://collector.example:4318";
        Environment["SHIELD_TELEMETRY__OTLP__HEADERS"] = "api-key=a-key-of-the-collector";

        var service = await StartServiceAsync();

        await UntilReadySaysAsync(service, "Telemetry:Otlp:Headers: would go to Telemetry:Otlp:Url in the clear");
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);
        Assert.DoesNotContain("a-key-of-the-collector", (await service.StopAsync()).Error, StringComparison.Ordinal);
    }

    private static string NameOf(Metric metric) => MetricTable.Rows.Single(row => row.Metric == metric).Prometheus;

    private static string CountOf(Metric metric) => $"{NameOf(metric)}_count";

    /// <summary>A histogram has three series.</summary>
    private static string BaseOf(string name) => Series().Replace(name, "");

    /// <returns>The last value of each name; where there are labels, of any of them.</returns>
    private static async Task<Dictionary<string, double>> AskAsync(HttpClient http)
    {
        var text = await http.GetStringAsync("/metrics", Cancellation);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Match line in Line().Matches(text))
        {
            values[line.Groups[1].Value] = double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture);
        }

        return values;
    }

    [GeneratedRegex(@"^([a-z_]+)(?:\{[^}]*\})? ([-0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Series();

    /// <summary>Takes whatever OpenTelemetry's protocol sends over HTTP.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentBag<(string Path, string? Key, byte[] Body)> _received = [];
        private readonly WebApplication _web;

        private Collector()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _web = builder.Build();
            _web.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, context.RequestAborted);
                _received.Add((context.Request.Path.Value!, context.Request.Headers["api-key"], body.ToArray()));
                context.Response.StatusCode = StatusCodes.Status200OK;
            });
        }

        public string Url => _web.Urls.Single();

        public IEnumerable<string?> Keys => _received.Select(one => one.Key);

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            await collector._web.StartAsync(Cancellation);
            return collector;
        }

        /// <summary>Names stand in the protocol's bytes as they are.</summary>
        public string Received(string path) =>
            string.Concat(_received.Where(one => one.Path == path).Select(one => Encoding.Latin1.GetString(one.Body)));

        public ValueTask DisposeAsync() => _web.DisposeAsync();
    }
}
