using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Shield.EndToEndTests.Aws;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Lambda;

/// <summary>Several instances at once, killed ones, and one that froze: every sighting ends active, none is lost.</summary>
public sealed class Instances_of_the_functions(AwsHands aws) : LambdaTest(aws)
{
    [Fact]
    public async Task Lose_nothing_when_two_have_a_batch_each()
    {
        await DeployAsync();
        var (one, other) = (await StartRecorderAsync(), await StartRecorderAsync());
        var (reconciler, second) = (await StartReconcilerAsync(), await StartReconcilerAsync());
        await Task.WhenAll(one.Ready, other.Ready, reconciler.Ready, second.Ready);
        var answers = await Task.WhenAll(
            one.InvokeAsync(SqsEvent.Of(Messages(Parties(50))), Patient, Cancellation),
            other.InvokeAsync(SqsEvent.Of(Messages(Parties(50, from: 50))), Patient, Cancellation)
        );
        Assert.All(answers, answer => Assert.Equal("""{"batchItemFailures":[]}""", answer.Text));
        // Each batch asked for a reconcile: whoever comes second asks again, or is free to go, and no schedule is needed.
        await Task.WhenAll(
            new Functions(one, reconciler, Deployment, Patient, Cancellation).PassOnAsync(),
            new Functions(other, second, Deployment, Patient, Cancellation).PassOnAsync()
        );
        Assert.Equal(Parties(100).Order(StringComparer.Ordinal), (await Listed()).Order(StringComparer.Ordinal));
    }

    /// <summary>A few in every run, more in tests/nightly.</summary>
    public static TheoryData<int> Kills =>
        [
            .. Enumerable.Range(
                1,
                int.Parse(System.Environment.GetEnvironmentVariable("SHIELD_INSTANCE_KILLS") ?? "3", CultureInfo.InvariantCulture)
            ),
        ];

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Lose_nothing_when_one_is_killed_in_the_middle(int seed)
    {
        await DeployAsync();
        var (recorder, doomed) = (await StartRecorderAsync(), await StartReconcilerAsync());
        await Task.WhenAll(recorder.Ready, doomed.Ready);
        var batch = SqsEvent.Of(Messages(Parties(300)));
        var random = new Random(seed);
        if (seed % 2 is 0)
        {
            // The recorder, in the middle of a batch that the queue then offers again.
            var broken = recorder.InvokeAsync(batch, TimeSpan.FromSeconds(20), Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 700)), Cancellation);
            await recorder.KillAsync();
            _ = broken;
            recorder = await StartRecorderAsync();
        }

        Assert.Equal("""{"batchItemFailures":[]}""", (await recorder.InvokeAsync(batch, Patient, Cancellation)).Text);
        var unfinished = doomed.InvokeAsync(Schedule, Patient, Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 700)), Cancellation);
        await doomed.KillAsync();
        _ = unfinished;

        // Its lease runs out; the schedule comes by.
        await ExpireTheLeaseAsync();
        var heir = await StartReconcilerAsync();
        Assert.True((await heir.InvokeAsync(Schedule, Patient, Cancellation)).End is LambdaEnd.Answered);
        Assert.Equal(Parties(300).Order(StringComparer.Ordinal), (await Listed()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Heal_at_the_next_reconcile_what_one_put_back_that_froze_and_thawed()
    {
        await DeployAsync(""","ForeignDraftWait":"1s" """);
        // It freezes with its PUT under way: asked, and not carried out yet.
        Pce.Script(
            new FaultRule
            {
                Method = "PUT",
                Count = 1,
                Effect = new Fault.Latency(TimeSpan.FromSeconds(3)),
            }
        );
        var (recorder, frozen) = (await StartRecorderAsync(), await StartReconcilerAsync());
        await Task.WhenAll(recorder.Ready, frozen.Ready);
        await recorder.InvokeAsync(SqsEvent.Of(Messages("45.83.0.1")), Patient, Cancellation);
        var late = frozen.InvokeAsync(Schedule, Patient, Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancellation);
        frozen.Freeze();

        await ExpireTheLeaseAsync();
        var other = await StartReconcilerAsync();
        await recorder.InvokeAsync(SqsEvent.Of(Messages("45.83.0.2")), Patient, Cancellation);
        await other.InvokeAsync(Schedule, Patient, Cancellation);
        Assert.Contains("45.83.0.2", await Listed());

        frozen.Thaw();
        Assert.Equal(LambdaEnd.Answered, (await late).End);
        await other.InvokeAsync(Schedule, Patient, Cancellation);
        Assert.Equal(["45.83.0.1", "45.83.0.2"], (await Listed()).Order(StringComparer.Ordinal));

        // A draft that it put back looks like somebody's edit: it is waited for as any is, and what is active stays right meanwhile. The
        // PCE dates its answers to the second, so by its clock that edit may be up to two seconds younger than it is.
        for (var attempts = 0; attempts < 10 && (await Listed("draft")).Length < 2; attempts++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
            await other.InvokeAsync(Schedule, Patient, Cancellation);
            Assert.Equal(["45.83.0.1", "45.83.0.2"], (await Listed()).Order(StringComparer.Ordinal));
        }

        Assert.Equal(["45.83.0.1", "45.83.0.2"], (await Listed("draft")).Order(StringComparer.Ordinal));
    }

    /// <summary>A minute passes, as far as the lease is concerned.</summary>
    private async Task ExpireTheLeaseAsync()
    {
        var key = await FindLeaseAsync();
        if (key is not null)
        {
            await Deployment.Tables.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = Deployment.Table,
                    Key = key,
                    UpdateExpression = "SET leaseUntil = :past",
                    ConditionExpression = "attribute_exists(leaseHolder)",
                    ExpressionAttributeValues = new()
                    {
                        [":past"] = new AttributeValue
                        {
                            S = DateTime.UtcNow.AddSeconds(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                        },
                    },
                },
                Cancellation
            );
        }
    }

    private async Task<Dictionary<string, AttributeValue>?> FindLeaseAsync()
    {
        var items = await Deployment.Tables.ScanAsync(
            new ScanRequest { TableName = Deployment.Table, FilterExpression = "attribute_exists(leaseHolder)" },
            Cancellation
        );
        return items.Items is [var item, ..] ? new() { ["pk"] = item["pk"], ["sk"] = item["sk"] } : null;
    }
}
