using Microsoft.AspNetCore.Http;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Pce;

/// <summary>When the client asks again, how long it waits, and when it stops.</summary>
public sealed class Patience
{
    private const string Href = "/orgs/1/sec_policy/draft/ip_lists/1";
    private const string Busy = """[{"token":"too_many_requests_error","message":"Too many requests"}]""";
    private const string Locked = """[{"token":"internal_error","message":"Could not get a database lock"}]""";

    private static readonly RequestDelegate EmptyList = context => RudePce.Answer(context, 200, "[]");
    private static readonly RequestDelegate Done = context => RudePce.Answer(context, 204, null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429, Busy)]
    [InlineData(406, Locked)]
    [InlineData(502, null)]
    [InlineData(503, null)]
    [InlineData(504, null)]
    public async Task A_read_is_asked_again_until_it_is_answered(int status, string? body)
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(status, body), Saying(status, body), EmptyList);

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        var waited = await pce.Pass(reading);

        Assert.Empty(await reading);
        Assert.Equal(3, pce.Wire.Sent.Count);
        Assert.InRange(waited.TotalSeconds, 1.5, 2.5); // 0.5 s and 1 s
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(406)]
    [InlineData(500)]
    public async Task A_read_is_not_asked_again_after_an_answer_that_will_stay_the_same(int status)
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(status, null), EmptyList);

        await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.Single(pce.Wire.Sent);
    }

    [Fact]
    public async Task A_read_gives_up_after_five_attempts_and_says_that_the_PCE_is_busy()
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(429, Busy));

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        Assert.Equal((PceFault.Busy, "too_many_requests_error"), Told(await pce.FailureOf(reading)));
        Assert.Equal(5, pce.Wire.Sent.Count);
    }

    [Fact]
    public async Task A_Retry_After_is_obeyed()
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(429, Busy, "7"), EmptyList);

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        var waited = await pce.Pass(reading);

        await reading;
        Assert.InRange(waited.TotalSeconds, 7, 8);
    }

    [Fact]
    public async Task A_Retry_After_given_as_a_date_is_obeyed()
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(429, Busy, "Sun, 01 Mar 2026 12:00:09 GMT"), EmptyList);

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        var waited = await pce.Pass(reading);

        await reading;
        Assert.InRange(waited.TotalSeconds, 9, 10);
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("99999999")]
    public async Task A_Retry_After_beyond_our_patience_is_an_error_at_once(string seconds)
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(429, Busy, seconds));

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);

        Assert.Equal(PceFault.Busy, (await pce.FailureOf(reading)).Fault);
        Assert.Single(pce.Wire.Sent);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    public async Task A_Retry_After_that_says_nothing_is_no_leave_to_hammer(string nothing)
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(429, Busy, nothing), EmptyList);

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        var waited = await pce.Pass(reading);

        await reading;
        Assert.InRange(waited.TotalSeconds, 0.5, 1.5);
    }

    [Theory]
    [InlineData(429, Busy)]
    [InlineData(406, Locked)]
    public async Task A_write_is_made_again_after_an_answer_that_says_that_nothing_was_done(int status, string body)
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(status, body), Done);

        var writing = pce.Illumio.WriteListAsync(
            InboundLists.At(Href),
            [.. new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound).Fixtures],
            Cancellation
        );
        await pce.Pass(writing);

        await writing;
        Assert.Equal([$"PUT /api/v2{Href}", $"PUT /api/v2{Href}"], pce.Wire.Sent);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_write_that_something_broke_underway_is_looked_for_before_it_is_made_again(int status)
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(status, null), List("198.51.100.7"), Done);

        var writing = pce.Illumio.WriteListAsync(
            InboundLists.At(Href),
            [.. new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound).Fixtures],
            Cancellation
        );
        await pce.Pass(writing);

        await writing;

        Assert.Equal([$"PUT /api/v2{Href}", $"GET /api/v2{Href}", $"PUT /api/v2{Href}"], pce.Wire.Sent);
    }

    [Fact]
    public async Task A_write_that_was_refused_is_not_made_again()
    {
        await using var pce = await RudePce.AnsweringAsync(
            Saying(406, """[{"token":"object_limit_hard_limit_reached","message":"Object limit hard limit reached"}]"""),
            Done
        );

        var writing = pce.Illumio.WriteListAsync(
            InboundLists.At(Href),
            [.. new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound).Fixtures],
            Cancellation
        );

        Assert.Equal((PceFault.Rejected, "object_limit_hard_limit_reached"), Told(await pce.FailureOf(writing)));
        Assert.Single(pce.Wire.Sent);
    }

    [Fact]
    public async Task A_write_that_stays_busy_ends_within_its_fifteen_seconds()
    {
        await using var pce = await RudePce.AnsweringAsync(Saying(429, Busy, "6"));

        var writing = pce.Illumio.WriteListAsync(
            InboundLists.At(Href),
            [.. new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound).Fixtures],
            Cancellation
        );
        var waited = await pce.Pass(writing);

        Assert.Equal(PceFault.Busy, (await pce.FailureOf(writing)).Fault);
        Assert.Equal(3, pce.Wire.Sent.Count);
        Assert.InRange(waited.TotalSeconds, 12, 15);
    }

    [Fact]
    public async Task A_write_without_an_answer_is_not_begun_again_after_its_fifteen_seconds()
    {
        var asked = new TaskCompletionSource();
        await using var pce = await RudePce.AnsweringAsync(Never(asked), List("198.51.100.7"), Done);

        var writing = pce.Illumio.WriteListAsync(
            InboundLists.At(Href),
            [.. new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound).Fixtures],
            Cancellation
        );
        await asked.Task.WaitAsync(Cancellation);
        pce.Clock.Advance(TimeSpan.FromSeconds(15));
        await pce.Pass(writing);

        Assert.Equal(PceFault.Unreachable, (await pce.FailureOf(writing)).Fault);
        Assert.Equal([$"PUT /api/v2{Href}", $"GET /api/v2{Href}"], pce.Wire.Sent);
    }

    [Fact]
    public async Task A_provisioning_is_waited_for_45_seconds()
    {
        var asked = new TaskCompletionSource();
        await using var pce = await RudePce.AnsweringAsync(
            Never(asked),
            context => RudePce.Answer(context, 200, $$"""{"ip_lists":[{"href":"{{Href}}"}]}"""),
            Done
        );

        var provisioning = pce.Illumio.ProvisionAsync(ChangeSubset.OfLists(Href), "why", Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        pce.Clock.Advance(TimeSpan.FromSeconds(44));
        await Task.Delay(50, Cancellation);
        Assert.False(provisioning.IsCompleted);
        pce.Clock.Advance(TimeSpan.FromSeconds(1));
        await pce.Pass(provisioning);

        Assert.Equal(PceFault.Unreachable, (await pce.FailureOf(provisioning)).Fault);
        Assert.Equal(["POST /api/v2/orgs/1/sec_policy", "GET /api/v2/orgs/1/sec_policy/pending"], pce.Wire.Sent);
    }

    [Fact]
    public async Task A_slow_read_is_asked_again_after_fifteen_seconds()
    {
        var asked = new TaskCompletionSource();
        await using var pce = await RudePce.AnsweringAsync(Never(asked), EmptyList);

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        pce.Clock.Advance(TimeSpan.FromSeconds(15));
        await pce.Pass(reading);

        Assert.Empty(await reading);
        Assert.Equal(2, pce.Wire.Sent.Count);
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_is_asked_for_again_too()
    {
        var asked = new TaskCompletionSource();
        await using var pce = await RudePce.AnsweringAsync(
            async context =>
            {
                await context.Response.WriteAsync("[");
                await context.Response.Body.FlushAsync();
                await Never(asked)(context);
            },
            EmptyList
        );

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        while (pce.Wire.Underway > 0)
        {
            await Task.Delay(1, Cancellation); // until the headers have arrived
        }

        pce.Clock.Advance(TimeSpan.FromSeconds(15));
        await pce.Pass(reading);

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_for_a_read()
    {
        await using var pce = await RudePce.AnsweringAsync(
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            EmptyList
        );

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        await pce.Pass(reading);

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_body_is_tried_again_for_a_read()
    {
        await using var pce = await RudePce.AnsweringAsync(
            async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("[");
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            EmptyList
        );

        var reading = pce.Illumio.ReadActiveAsync(Cancellation);
        await pce.Pass(reading);

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task A_PCE_that_is_not_there_is_unreachable_and_named()
    {
        var pce = await RudePce.AnsweringAsync(200, "[]");
        var authority = pce.Client.Url.Authority;
        await pce.DisposeAsync();
        await using var gone = await RudePce.AnsweringAsync(200, "[]");
        gone.Settings.Url = $"http://{authority}";
        using var client = new Shield.Pce.Calling.PceClient(
            gone.Settings,
            gone.Wire,
            gone.Clock,
            () => 1,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Shield.Pce.Calling.PceClient>.Instance
        );

        var reading = new Shield.Pce.IllumioPce(client, gone.Settings, gone.Clock).ReadActiveAsync(Cancellation);
        await gone.Pass(reading);

        var error = await Assert.ThrowsAsync<PceException>(() => reading);
        Assert.Equal(PceFault.Unreachable, error.Fault);
        Assert.Contains(authority, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_cancels_is_not_kept_waiting()
    {
        var asked = new TaskCompletionSource();
        await using var pce = await RudePce.AnsweringAsync(Never(asked));
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var reading = pce.Illumio.ReadActiveAsync(cancelling.Token);
        await asked.Task.WaitAsync(Cancellation);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static RequestDelegate Saying(int status, string? body, string? retryAfter = null) =>
        context => RudePce.Answer(context, status, body, retryAfter is null ? [] : [("Retry-After", retryAfter)]);

    private static RequestDelegate List(string address) =>
        context =>
            RudePce.Answer(
                context,
                200,
                $$"""{"href":"{{Href}}","name":"x","external_data_set":"guardduty-shield","external_data_reference":"test-owner/deny/inbound","ip_ranges":[{"from_ip":"{{address}}","description":"gds1|test-owner|Recon:EC2/Portscan|f0000001|2026-03-01"}],"updated_at":"2026-03-01T00:00:00Z"}"""
            );

    private static RequestDelegate Never(TaskCompletionSource asked) =>
        async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

    private static (PceFault Fault, string? Token) Told(PceException error) => (error.Fault, error.Token);
}
