using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;
using Shield.Pce.Calling;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Pce;

public sealed class Two_API_keys : PceTest
{
    private const string New = "api_new";
    private const string NewSecret = "new-secret";

    public Two_API_keys() => (Settings.SecondApiKey, Settings.SecondApiSecret) = (New, Secret.Of(NewSecret));

    protected override SimulatorOptions Options =>
        base.Options with
        {
            Users =
            [
                new ApiUser
                {
                    Key = New,
                    Secret = NewSecret,
                    Href = "/users/15",
                },
            ],
        };

    [Fact]
    public async Task Cost_nothing_while_the_first_works()
    {
        await Install();

        Assert.All(Pce.Calls, call => Assert.NotNull(call.By));
        Assert.DoesNotContain(Pce.Calls, call => call.Status is 401);
    }

    [Fact]
    public async Task Let_a_write_go_on_with_the_second_when_the_first_is_revoked_and_remember_which_one_works()
    {
        await Install();
        var list = (await Illumio.ReadAsync(Cancellation)).Draft[0];
        Pce.ClearCalls();
        Pce.Revoke(PceHands.Key);

        await Illumio.WriteListAsync(list, [Sentinel], Cancellation);
        await Illumio.ReadActiveAsync(Cancellation);

        Assert.Equal([("PUT", 401), ("PUT", 204), ("GET", 200)], Pce.Calls.Select(call => (call.Method, call.Status)));
        Assert.Equal(Pce.Calls[0].RequestBody, Pce.Calls[1].RequestBody);
    }

    [Fact]
    public async Task Are_asked_once_each_where_both_are_revoked()
    {
        Pce.Revoke(PceHands.Key);
        Pce.Revoke(New);

        var refused = await Assert.ThrowsAsync<PceException>(() => Illumio.ReadActiveAsync(Cancellation));

        Assert.Equal(PceFault.Credentials, refused.Fault);
        Assert.Equal([401, 401], Pce.Calls.Select(call => call.Status));
    }

    [Fact]
    public async Task Are_both_struck_out_of_what_the_other_side_says()
    {
        await using var pce = await RudePce.AnsweringAsync(400, $"you sent {PceHands.Secret} and {NewSecret}");
        using var client = NewClient(pce.Settings.Url);

        var error = await Assert.ThrowsAsync<PceException>(() =>
            new IllumioPce(client, Settings, TimeProvider.System).ReadActiveAsync(Cancellation)
        );

        Assert.Contains("you sent *** and ***", error.Message, StringComparison.Ordinal);
    }
}
