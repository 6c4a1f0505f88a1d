using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Pce;

/// <summary>
/// No source says how a member refuses a write (docs/pce.md#19-health-and-superclusters). Taken as such: 405, or 403 if it says that it
/// is one.
/// </summary>
public sealed class A_member_of_a_supercluster
{
    private const string Forbidden = """[{"token":"forbidden_error","message":"Access denied"}]""";

    [Theory]
    [InlineData(405, "", 404, null, PceFault.Member)]
    [InlineData(403, Forbidden, 200, """[{"type":"member"}]""", PceFault.Member)]
    [InlineData(403, Forbidden, 200, """[{"type":"leader","fqdn":"other"},{"type":"member","fqdn":"127.0.0.1"}]""", PceFault.Member)]
    [InlineData(403, Forbidden, 200, """[{"type":"leader","fqdn":"127.0.0.1"},{"type":"member","fqdn":"other"}]""", PceFault.Forbidden)]
    [InlineData(403, Forbidden, 200, """[{"type":"standalone"}]""", PceFault.Forbidden)]
    [InlineData(403, Forbidden, 200, "[]", PceFault.Forbidden)]
    [InlineData(403, Forbidden, 403, Forbidden, PceFault.Forbidden)]
    [InlineData(403, Forbidden, 404, null, PceFault.Forbidden)]
    [InlineData(404, "", 200, """[{"type":"member"}]""", PceFault.NotFound)]
    public async Task Is_told_from_a_key_without_permission(int status, string body, int healthStatus, string? health, PceFault fault)
    {
        await using var pce = await RudePce.AnsweringAsync(context =>
            context.Request.Path == "/api/v2/health" ? RudePce.Answer(context, healthStatus, health) : RudePce.Answer(context, status, body)
        );

        var failure = await Assert.ThrowsAsync<PceException>(() =>
            pce.Illumio.WriteListAsync(InboundLists.At("/orgs/1/sec_policy/draft/ip_lists/1"), [], TestContext.Current.CancellationToken)
        );

        Assert.Equal(fault, failure.Fault);
        Assert.Equal(fault is PceFault.Member, failure.Message.Contains("must name its leader", StringComparison.Ordinal));
    }
}
