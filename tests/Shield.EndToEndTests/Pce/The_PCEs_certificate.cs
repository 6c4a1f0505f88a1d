using Microsoft.Extensions.Logging.Abstractions;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Pce;

public sealed class The_PCEs_certificate
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_believed_when_the_CA_bundle_vouches_for_it()
    {
        await using var server = await HttpsServer.StartAsync("[]", Cancellation);
        Assert.Empty(await ReadAsync(server, server.Authority));
    }

    [Fact]
    public async Task Of_an_authority_that_the_system_does_not_know_ends_the_call_before_anything_is_sent()
    {
        await using var server = await HttpsServer.StartAsync("[]", Cancellation);
        var error = await Assert.ThrowsAsync<PceException>(() => ReadAsync(server, bundle: null));

        Assert.Equal((PceFault.Unreachable, 0), (error.Fault, server.Visits));
        Assert.True(error.IsTls);
        Assert.Contains("set Pce:CaBundle", error.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Shield.Core.Planning.Pce.PceList>> ReadAsync(HttpsServer server, string? bundle)
    {
        var settings = new PceOptions
        {
            Url = server.Url,
            OrgId = "1",
            ApiKey = PceHands.Key,
            ApiSecret = Secret.Of(PceHands.Secret),
            OwnerId = "test-owner",
            CaBundle = bundle,
        };
        using var client = new PceClient(settings, PceHandler.For(settings), TimeProvider.System, () => 1, NullLogger<PceClient>.Instance);
        return await new IllumioPce(client, settings, TimeProvider.System).ReadActiveAsync(Cancellation);
    }
}
