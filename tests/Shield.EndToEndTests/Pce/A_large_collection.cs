using System.Text.Json.Nodes;
using Shield.Core.Planning.Pce;
using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Pce;

/// <summary>
/// A plain GET stops at 500 objects and does not say so (docs/pce.md#4-collections). What may be longer is asked for as a job.
/// </summary>
public sealed class A_large_collection : PceTest
{
    protected override SimulatorOptions Options => PceHands.Options;

    [Fact]
    public async Task Is_read_whole_through_a_job()
    {
        await Neighbours(505);
        var view = await Illumio.ReadAsync(Cancellation);
        Assert.Equal(505, view.Draft.Length);
        Assert.Empty(view.Active);
        Assert.Contains(Requests, request => request.StartsWith("GET jobs/", StringComparison.Ordinal));
        Assert.Contains(Requests, request => request.StartsWith("GET datafiles/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_asked_for_plainly_as_long_as_it_is_whole()
    {
        await Neighbours(490);
        Pce.ClearCalls();
        Assert.Equal(490, (await Illumio.ReadAsync(Cancellation)).Draft.Length);
        Assert.Equal(3, Requests.Length);
    }

    [Fact]
    public async Task That_was_cut_on_the_way_is_noticed_and_read_whole()
    {
        await Neighbours(20);
        Pce.Script(
            FaultJson
                .Parse(
                    """[{"match":{"method":"GET","path":"*/draft/ip_lists*"},"count":1,"effect":{"kind":"truncated","rows":5,"headers":"honest"}}]"""
                )
                .ToArray()
        );
        Assert.Equal(20, (await Illumio.ReadAsync(Cancellation)).Draft.Length);
    }

    private async Task Neighbours(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Admin.Post(
                "/sec_policy/draft/ip_lists",
                new JsonObject
                {
                    ["name"] = $"GuardDuty Shield n{i} deny inbound",
                    ["external_data_set"] = ListMark.DataSet,
                    ["external_data_reference"] = $"n{i:000}/deny/inbound",
                    ["ip_ranges"] = PceHands.Ranges("192.0.2.1"),
                }
            );
        }
    }
}
