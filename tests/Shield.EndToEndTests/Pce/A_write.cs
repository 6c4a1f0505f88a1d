using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Pce;

public sealed class A_write : PceTest
{
    protected override SimulatorOptions Options =>
        base.Options with
        {
            Users =
            [
                new ApiUser
                {
                    Key = "api_viewer",
                    Secret = "viewer-secret",
                    Href = "/users/20",
                    ReadOnly = true,
                },
            ],
        };

    private static readonly ImmutableArray<ListEntry> Entries =
    [
        Sentinel,
        new(AddressRange.Parse("203.0.113.9")) { Description = "gds1|test-owner|Recon:EC2/PortProbeUnprotectedPort|1234abcd|2026-03-01" },
        new(AddressRange.Parse("203.0.113.16-203.0.113.18")) { Description = "by hand" },
        new(AddressRange.Parse("2001:db8::/48")),
    ];

    [Fact]
    public async Task Replaces_the_ranges_of_a_list_and_nothing_else_with_one_request()
    {
        var list = await InboundList();
        await Admin.Put(list.Href, new JsonObject { ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "bad.example" }) });
        Pce.ClearCalls();

        await Illumio.WriteListAsync(list, Entries, Cancellation);

        var body = JsonNode.Parse(Assert.Single(Pce.Calls).RequestBody!)!.AsObject();
        Assert.Equal(["ip_ranges"], body.Select(member => member.Key));
        var written = await InboundList();
        Assert.Equal([.. Entries, new ListEntry(Indicator.Parse("bad.example"))], written.Entries);
        Assert.Equal((list.Name, list.Description), (written.Name, written.Description));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Whose_answer_is_lost_looks_before_it_writes_again(bool arrives, int puts)
    {
        var list = await InboundList();
        Wire.Sent.Clear();
        Wire.Lose("PUT", arrives);

        await Illumio.WriteListAsync(list, Entries, Cancellation);

        Assert.Equal(puts, Wire.Sent.Count(sent => sent.StartsWith("PUT", StringComparison.Ordinal)));
        Assert.Equal("GET", Wire.Sent[1].Split(' ')[0]);
        Assert.Equal(Entries.ToHashSet(), (await InboundList()).Entries.ToHashSet());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whose_answer_is_lost_is_never_made_over_what_somebody_edited_meanwhile(bool arrives)
    {
        var list = await InboundList();
        Wire.Sent.Clear();
        Wire.Lose("PUT", arrives);
        Wire.BeforeEach = request =>
        {
            if (request.Method == HttpMethod.Get)
            {
                var ranges = Admin.Get(list.Href).GetAwaiter().GetResult()["ip_ranges"]!.AsArray();
                var edited = new JsonArray([
                    .. ranges.Select(range => range!.DeepClone()),
                    new JsonObject { ["from_ip"] = "203.0.113.77" },
                ]);
                Admin.Put(list.Href, new JsonObject { ["ip_ranges"] = edited }).GetAwaiter().GetResult();
                Wire.BeforeEach = null;
            }
        };

        var failure = await Record.ExceptionAsync(() => Illumio.WriteListAsync(list, Entries, Cancellation));

        Assert.Equal(arrives, failure is null);
        Assert.Single(Wire.Sent, sent => sent.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Contains((await InboundList()).Entries, entry => entry.What.ToString() == "203.0.113.77");
    }

    [Fact]
    public async Task Lost_twice_is_an_error_and_not_a_third_attempt()
    {
        var list = await InboundList();
        Wire.Sent.Clear();
        Wire.Lose("PUT", arrives: false);
        Wire.Lose("PUT", arrives: false);

        var error = await Assert.ThrowsAsync<PceException>(() => Illumio.WriteListAsync(list, Entries, Cancellation));

        Assert.Equal(PceFault.Unreachable, error.Fault);
        Assert.Equal(2, Wire.Sent.Count(sent => sent.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task By_a_read_only_key_is_forbidden_and_says_which_request()
    {
        var list = await InboundList();
        Settings.ApiKey = "api_viewer";
        Settings.ApiSecret = Shield.Pce.Calling.Secret.Of("viewer-secret");
        using var viewer = NewClient();

        var error = await Assert.ThrowsAsync<PceException>(() =>
            new Shield.Pce.IllumioPce(viewer, Settings, TimeProvider.System).WriteListAsync(list, Entries, Cancellation)
        );

        Assert.Equal((PceFault.Forbidden, "forbidden_error"), (error.Fault, error.Token));
        Assert.StartsWith(
            $"PUT /api/v2{list.Href}: 403, forbidden_error: Access denied (X-Request-Id ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.NotNull(error.RequestId);
    }

    [Fact]
    public async Task To_a_list_that_was_deleted_is_refused_by_the_PCE()
    {
        var error = await Assert.ThrowsAsync<PceException>(() =>
            Illumio.WriteListAsync(InboundLists.At("/orgs/1/sec_policy/draft/ip_lists/4711"), Entries, Cancellation)
        );

        Assert.Equal(PceFault.NotFound, error.Fault);
    }

    [Theory]
    [InlineData("https://evil.example/orgs/1/x")]
    [InlineData("//evil.example/orgs/1/x")]
    [InlineData("/orgs/1/../../../x")]
    [InlineData("/orgs/1/ip_lists/1#x")]
    [InlineData("@evil.example/")]
    public async Task To_something_that_is_no_href_sends_nothing(string href)
    {
        await Assert.ThrowsAsync<PceException>(() => Illumio.WriteListAsync(InboundLists.At(href), Entries, Cancellation));
        Assert.Empty(Wire.Sent);
    }

    private async Task<PceList> InboundList()
    {
        if ((await Illumio.ReadAsync(Cancellation)).Draft is [])
        {
            await Install();
        }

        return (await Illumio.ReadAsync(Cancellation)).Draft.Single(list => list.Mark.Purpose is ListPurpose.Inbound);
    }
}
