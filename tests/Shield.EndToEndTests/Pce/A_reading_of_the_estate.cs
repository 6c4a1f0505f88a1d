using Shield.Core.Reconciling;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.EndToEndTests.Pce;

/// <summary>What a PCE leaves out, or says oddly, is told as not said; what it does not say whole, as an error.</summary>
public sealed class A_reading_of_the_estate
{
    private const string Bare = """[{"href":"/orgs/1/workloads/1"}]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_workload_of_which_nothing_is_said_knows_nothing()
    {
        var estate = await Read(Bare, 200, """[{"status":"normal","type":"standalone"}]""");

        var workload = Assert.Single(estate.Managed);
        Assert.False(estate.PceListensOnly);
        Assert.Equal(
            (null, null, null, null, FirewallPrimacy.Unknown),
            (workload.IsManaged, workload.Online, workload.Health, workload.Labels, workload.Firewall)
        );
        Assert.Equal("/orgs/1/workloads/1", workload.Hostname);
    }

    [Theory]
    [InlineData("null", FirewallPrimacy.Alone)]
    [InlineData("""{"illumio_primary":true}""", FirewallPrimacy.Illumio)]
    [InlineData("""{"illumio_primary":false}""", FirewallPrimacy.Other)]
    [InlineData("{}", FirewallPrimacy.Unknown)]
    [InlineData("\"none\"", FirewallPrimacy.Unknown)]
    public async Task Tells_no_other_firewall_from_not_said(string coexistence, FirewallPrimacy primacy) =>
        Assert.Equal(
            primacy,
            Assert
                .Single((await Read($$"""[{"href":"/orgs/1/workloads/1","firewall_coexistence":{{coexistence}}}]""", 404, null)).Managed)
                .Firewall
        );

    [Fact]
    public async Task Takes_a_time_that_cannot_be_read_for_not_said() =>
        Assert.Null(
            Assert
                .Single(
                    (
                        await Read("""[{"href":"/orgs/1/workloads/1","agent":{"status":{"last_heartbeat_on":"yesterday"}}}]""", 404, null)
                    ).Managed
                )
                .LastHeartbeat
        );

    [Fact]
    public async Task Parts_those_without_an_agent_and_forgets_the_deleted()
    {
        var estate = await Read(
            """[{"href":"/a","managed":true},{"href":"/b","managed":false},{"href":"/c"},{"href":"/d","deleted":true}]""",
            404,
            null
        );
        Assert.Equal(["/a", "/c"], estate.Managed.Select(workload => workload.Href));
        Assert.Equal("/b", Assert.Single(estate.Unmanaged).Href);
    }

    [Fact]
    public async Task Finds_no_listen_only_mode_in_the_cloud_where_there_is_no_health() =>
        Assert.False((await Read(Bare, 404, null)).PceListensOnly);

    [Fact]
    public async Task Finds_one_PCE_of_several_that_only_listens() =>
        Assert.True(
            (
                await Read(
                    Bare,
                    200,
                    """[{"type":"leader","listen_only_mode_enabled_at":null},{"type":"member","listen_only_mode_enabled_at":"2026-11-24T08:00:00Z"}]"""
                )
            ).PceListensOnly
        );

    [Theory]
    [InlineData(200, "[]", PceFault.Unreadable)]
    [InlineData(200, "{}", PceFault.Unreadable)]
    [InlineData(403, null, PceFault.Forbidden)]
    public async Task Is_no_reading_where_the_PCE_does_not_say_whether_it_listens(int status, string? body, PceFault fault) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<PceException>(() => Read(Bare, status, body))).Fault);

    private static async Task<Estate> Read(string workloads, int status, string? health)
    {
        await using var pce = await RudePce.AnsweringAsync(
            context => RudePce.Answer(context, 200, workloads),
            context => RudePce.Answer(context, context.Request.Path == "/api/v2/health" ? status : 500, health)
        );
        return await new EstateReader(pce.Client).ReadAsync(Cancellation);
    }
}
