using Shield.EndToEndTests.Aws;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary>A queue of SQS that <c>shield run</c> reads: a message is deleted once it is recorded, and never before.</summary>
public sealed class A_queue(AwsHands aws) : ServiceOnAws(aws)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Environment["SHIELD_SERVICE__QUEUE__URL"] = Queue;
        // moto answers one request after the other, and would wait with all of them.
        Environment["SHIELD_SERVICE__QUEUE__WAIT"] = "0s";
    }

    [Fact]
    public async Task Is_emptied_into_the_ledger_and_onto_the_PCE()
    {
        await Initialise();
        foreach (var host in Enumerable.Range(1, 12))
        {
            await SendAsync(FindingText.BruteForce($"45.83.7.{host}"));
        }

        await StartServiceAsync();

        await UntilAsync(async () => (await Listed()).Length is 12, "all of them are active");
        Assert.Equal(0, await LeftInAsync(Queue));
    }

    [Fact]
    public async Task Keeps_what_is_no_finding_for_its_own_redrive_policy()
    {
        await SendAsync("garbage");
        await SendAsync(FindingText.BruteForce("45.83.7.1"));

        var service = await StartServiceAsync();

        await UntilAsync(async () => await KnownAsync() is 1, "the finding is recorded");
        await UntilAsync(async () => await LeftInAsync(Queue) is 1, "the garbage alone stays");
        await UntilAsync(async () => (int)(await ReadyOf(service))["sources"]![1]!["rejected"]! is 1, "it is counted");
    }

    [Fact]
    public async Task Puts_what_is_no_finding_with_the_dead_letters_where_they_are_named()
    {
        Environment["SHIELD_SERVICE__QUEUE__DEADLETTERURL"] = DeadLetters;
        await SendAsync("garbage");
        await SendAsync(FindingText.BruteForce("45.83.7.1"));

        await StartServiceAsync();

        await UntilAsync(async () => await LeftInAsync(Queue) is 0, "the queue is empty");
        Assert.Equal(1, await LeftInAsync(DeadLetters));
        Assert.Equal(1, await KnownAsync());
    }

    [Fact]
    public async Task Keeps_what_the_ledger_does_not_take()
    {
        var service = await StartServiceAsync();
        Change("ALTER TABLE sighting RENAME TO hidden");

        await SendAsync(FindingText.BruteForce("45.83.7.1"));

        await UntilReadySaysAsync(service, "queue: 1 message(s) stay in the queue", System.Net.HttpStatusCode.ServiceUnavailable);
        Assert.Equal(1, await LeftInAsync(Queue));
        Change("ALTER TABLE hidden RENAME TO sighting");
        Assert.Equal(0, await KnownAsync());
    }

    [Fact]
    public async Task That_is_not_there_is_named_and_stops_no_other_source()
    {
        Environment["SHIELD_SERVICE__QUEUE__URL"] = $"{Queue}-not-there";
        var service = await StartServiceAsync();

        await UntilReadySaysAsync(service, "queue: The queue ");
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.1")), System.Net.HttpStatusCode.Accepted);
    }

    private void Change(string statement)
    {
        using var ledger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Ledger};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
