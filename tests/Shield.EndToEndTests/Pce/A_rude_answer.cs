using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;

namespace Shield.EndToEndTests.Pce;

public sealed class A_rude_answer
{
    private const string Page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>";
    private const string Href = "/orgs/1/sec_policy/draft/ip_lists/1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, null, PceFault.Credentials, null, "401, the API key is wrong: ")]
    [InlineData(401, Page, PceFault.Credentials, null, "401, the API key is wrong")]
    [InlineData(
        403,
        """[{"token":"forbidden_error","message":"Access denied"}]""",
        PceFault.Forbidden,
        "forbidden_error",
        "403, forbidden_error: Access denied"
    )]
    [InlineData(404, null, PceFault.NotFound, null, "404, (empty body)")]
    [InlineData(404, "[]", PceFault.NotFound, null, "404, []")]
    [InlineData(400, "nonsense", PceFault.Rejected, null, "400, nonsense")]
    [InlineData(
        405,
        """{"token":"method_not_allowed_error","message":"Not allowed"}""",
        PceFault.Rejected,
        "method_not_allowed_error",
        "405, method_not_allowed_error: Not allowed"
    )]
    [InlineData(
        406,
        """[{"token":"invalid_uri","message":"Invalid URI: {abc}"},{"token":"x","message":"and more"}]""",
        PceFault.Rejected,
        "invalid_uri",
        "406, invalid_uri: Invalid URI: {abc}; and more"
    )]
    [InlineData(
        406,
        """{"token":"input_validation_error","message":"no"}""",
        PceFault.Rejected,
        "input_validation_error",
        "406, input_validation_error: no"
    )]
    [InlineData(406, """[{"token":7,"message":["x"]},null,"text"]""", PceFault.Rejected, null, "406, [{")]
    [InlineData(406, "[[[", PceFault.Rejected, null, "406, [[[")]
    [InlineData(500, Page, PceFault.Server, null, "500, <!DOCTYPE html> <html>")]
    [InlineData(500, null, PceFault.Server, null, "500, (empty body)")]
    [InlineData(200, Page, PceFault.Unreadable, null, "the body is not what the API describes")]
    [InlineData(200, null, PceFault.Unreadable, null, "the body is not what the API describes")]
    [InlineData(200, "null", PceFault.Unreadable, null, "It is null.")]
    [InlineData(200, "{}", PceFault.Unreadable, null, "the body is not what the API describes")]
    [InlineData(200, "[null]", PceFault.Unreadable, null, "the body is not what the API describes")]
    [InlineData(
        200,
        """[{"href":"/x","name":"x","ip_ranges":[null],"updated_at":"2026-03-01T00:00:00Z"}]""",
        PceFault.Unreadable,
        null,
        "null stands among the items of 'ip_ranges'"
    )]
    [InlineData(200, """[{"href":"/orgs/1/sec_policy/draft/ip_lists/1"}]""", PceFault.Unreadable, null, "'name', 'ip_ranges'")]
    [InlineData(
        200,
        """[{"href":"/x","name":null,"ip_ranges":[],"updated_at":"2026-03-01T00:00:00Z"}]""",
        PceFault.Unreadable,
        null,
        "name"
    )]
    [InlineData(200, """[{"href":"/x","name":"x","ip_ranges":[],"updated_at":"yesterday"}]""", PceFault.Unreadable, null, "updated_at")]
    [InlineData(
        200,
        """[{"href":"/x","name":"x","ip_ranges":[{"from_ip":"1.2.3.4"}],"ip_ranges":[],"updated_at":"2026-03-01T00:00:00Z"}]""",
        PceFault.Unreadable,
        null,
        "ip_ranges"
    )]
    [InlineData(
        200,
        """[{"href":"/x","name":"x","ip_ranges":[{"from""",
        PceFault.Unreadable,
        null,
        "the body is not what the API describes"
    )]
    [InlineData(202, null, PceFault.Unreadable, null, "202, the body is not what the API describes")]
    [InlineData(204, null, PceFault.Unreadable, null, "204, the body is not what the API describes")]
    public async Task To_a_read_is_told_with_request_status_and_id(int status, string? body, PceFault fault, string? token, string told)
    {
        await using var pce = await RudePce.AnsweringAsync(status, body, ("x-request-id", "0c0ffee0-1"));

        var error = await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.Equal((fault, token, "0c0ffee0-1"), (error.Fault, error.Token, error.RequestId));
        Assert.StartsWith(
            "GET /api/v2/orgs/1/sec_policy/active/ip_lists?external_data_set=guardduty-shield: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(X-Request-Id 0c0ffee0-1)", error.Message, StringComparison.Ordinal);
        Assert.Single(pce.Wire.Sent);
    }

    [Theory]
    [InlineData("ip_lists", "/orgs/1/sec_policy/draft/ip_lists/11")]
    [InlineData("rule_sets", "/orgs/1/sec_policy/draft/rule_sets/11")]
    public async Task Is_unreadable_where_a_collection_shows_one_object_twice(string kind, string href)
    {
        var row = kind is "ip_lists"
            ? $$"""{"href":"{{href}}","name":"x","ip_ranges":[]}"""
            : $$"""{"href":"{{href}}","name":"x","enabled":true,"scopes":[],"rules":[]}""";
        await using var pce = await RudePce.AnsweringAsync(context =>
            RudePce.Answer(
                context,
                200,
                context.Request.Path.Value!.EndsWith($"draft/{kind}", StringComparison.Ordinal) ? $"[{row},{row}]" : "[]"
            )
        );

        var failure = await pce.FailureOf(pce.Illumio.ReadAsync(Cancellation));

        Assert.Equal(PceFault.Unreadable, failure.Fault);
        Assert.Contains($"shows {href} twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_cut_and_cannot_reach_the_terminal()
    {
        await using var pce = await RudePce.AnsweringAsync(
            406,
            $$"""[{"token":"t\u001b[31m","message":"\u001b]0;owned\u0007\r\nfake log line \u202e{{new string('x', 5000)}}"}]"""
        );

        var error = await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.DoesNotContain(error.Message, c => char.IsControl(c) || c is '\u202e');
        Assert.InRange(error.Message.Length, 300, 600);
        Assert.Equal(@"t\u001b[31m", error.Token);
    }

    [Fact]
    public async Task With_half_a_surrogate_or_broken_UTF8_is_still_only_an_error()
    {
        await using var half = await RudePce.AnsweringAsync(406, """[{"token":"\ud800","message":"x"}]""");
        await using var broken = await RudePce.AnsweringAsync(async context =>
        {
            context.Response.StatusCode = 200;
            await context.Response.Body.WriteAsync("[{\"href\":\"\xff\xfe\"}]"u8.ToArray());
        });

        Assert.Equal(PceFault.Rejected, (await half.FailureOf(half.Illumio.ReadActiveAsync(Cancellation))).Fault);
        Assert.Equal(PceFault.Unreadable, (await broken.FailureOf(broken.Illumio.ReadActiveAsync(Cancellation))).Fault);
    }

    [Fact]
    public async Task That_redirects_is_not_followed()
    {
        var visits = 0;
        await using var elsewhere = await RudePce.AnsweringAsync(context =>
        {
            visits++;
            return RudePce.Answer(context, 200, "[]");
        });
        await using var pce = await RudePce.AnsweringAsync(302, null, ("Location", $"{elsewhere.Client.Url}orgs"));

        var error = await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.Equal((PceFault.Unreadable, 0), (error.Fault, visits));
        Assert.Contains($"it redirects to {elsewhere.Client.Url}orgs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_500_rows_may_be_truncated()
    {
        await using var pce = await RudePce.AnsweringAsync(200, Lists(500));

        var error = await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.Equal(PceFault.Unreadable, error.Fault);
        Assert.Contains("may be truncated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_fewer_rows_than_matched_may_be_truncated()
    {
        await using var pce = await RudePce.AnsweringAsync(200, Lists(3), ("x-matched-count", "4"), ("X-Total-Count", "3"));

        Assert.Contains(
            "3 rows came, 4 matched",
            (await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_499_rows_is_whole_whatever_the_unfiltered_total()
    {
        await using var pce = await RudePce.AnsweringAsync(200, Lists(499), ("X-Total-Count", "700"));

        Assert.Equal(499, (await pce.Illumio.ReadActiveAsync(Cancellation)).Length);
    }

    [Theory]
    [InlineData("""{"from_ip":"300.1.1.1"}""")]
    [InlineData("""{"from_ip":"attacker.example"}""")]
    [InlineData("""{"from_ip":"10.0.0.9","to_ip":"10.0.0.1"}""")]
    [InlineData("""{"from_ip":""}""")]
    public async Task With_an_entry_that_cannot_be_read_names_list_and_entry(string entry)
    {
        var list =
            $$"""[{"href":"{{Href}}","name":"Threats","external_data_set":"guardduty-shield","external_data_reference":"o/deny/inbound","ip_ranges":[{"from_ip":"192.0.2.1"},{{entry}}],"updated_at":"2026-03-01T00:00:00Z"}]""";
        await using var pce = await RudePce.AnsweringAsync(200, list);

        var error = await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.Equal(PceFault.Unreadable, error.Fault);
        Assert.StartsWith($"IP list 'Threats' ({Href}), entry 2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_unknown_update_type_is_refused()
    {
        await using var pce = await RudePce.AnsweringAsync(
            200,
            $$"""[{"href":"{{Href}}","name":"Threats","external_data_set":"guardduty-shield","external_data_reference":"o/deny/inbound","ip_ranges":[],"updated_at":"2026-03-01T00:00:00Z","update_type":"merge"}]"""
        );

        Assert.Contains(
            "update_type 'merge'",
            (await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_a_page_under_a_200_to_a_write_is_no_success()
    {
        await using var pce = await RudePce.AnsweringAsync(200, Page);

        var error = await pce.FailureOf(
            pce.Illumio.WriteListAsync(
                InboundLists.At(Href),
                [.. new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound).Fixtures],
                Cancellation
            )
        );

        Assert.Equal(PceFault.Unreadable, error.Fault);
    }

    [Fact]
    public async Task Never_tells_the_credentials_though_it_echoes_them()
    {
        await using var pce = await RudePce.AnsweringAsync(context =>
            RudePce.Answer(
                context,
                500,
                $"<pre>{context.Request.Headers.Authorization} {PceHands.Secret}</pre>",
                ("X-Request-Id", PceHands.Secret)
            )
        );

        var error = await pce.FailureOf(pce.Illumio.ReadActiveAsync(Cancellation));

        Assert.DoesNotContain(PceHands.Secret, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("YXBp", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Basic ***", error.Message, StringComparison.Ordinal);
        Assert.Equal("***", error.RequestId);
    }

    [Fact]
    public async Task Of_policy_versions_that_may_lack_the_newest_is_refused()
    {
        await using var oldestFirst = await RudePce.AnsweringAsync(200, Versions(Enumerable.Range(1, 500)));
        await using var newestFirst = await RudePce.AnsweringAsync(200, Versions(Enumerable.Range(101, 500).Reverse()));
        await using var none = await RudePce.AnsweringAsync(200, "[]");

        Assert.Equal(PceFault.Unreadable, (await oldestFirst.FailureOf(oldestFirst.Illumio.ReadNewestVersionAsync(Cancellation))).Fault);
        Assert.Equal(600, (await newestFirst.Illumio.ReadNewestVersionAsync(Cancellation)).Number);
        Assert.Equal(PceFault.Unreadable, (await none.FailureOf(none.Illumio.ReadNewestVersionAsync(Cancellation))).Fault);
    }

    private static string Lists(int count) =>
        $"[{string.Join(',', Enumerable.Range(1, count).Select(id =>
        $$"""{"href":"/orgs/1/sec_policy/active/ip_lists/{{id}}","name":"{{id}}","external_data_set":"guardduty-shield","external_data_reference":"owner-{{id}}/deny/inbound","ip_ranges":[],"updated_at":"2026-03-01T00:00:00Z"}"""))}]";

    private static string Versions(IEnumerable<int> numbers) =>
        $"[{string.Join(',', numbers.Select(number => $$"""{"href":"/orgs/1/sec_policy/{{number}}","version":{{number}},"commit_message":null}"""))}]";
}
