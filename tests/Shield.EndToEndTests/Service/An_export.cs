using Shield.EndToEndTests.Aws;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary>GuardDuty's export in S3, which <c>shield run</c> follows: what is new is recorded, in the order of writing.</summary>
public sealed class An_export(AwsHands aws) : ServiceOnAws(aws)
{
    private const string Folder = "AWSLogs/111122223333/GuardDuty/eu-west-1/2026/03/01";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Environment["SHIELD_SERVICE__EXPORT__URL"] = $"s3://{Bucket}/AWSLogs/";
        Environment["SHIELD_SERVICE__EXPORT__EVERY"] = "1s";
        Environment["SHIELD_SERVICE__EXPORT__BOOKMARK"] = PathOf("bookmark.json");
    }

    [Fact]
    public async Task Is_followed_and_resumed()
    {
        await PutAsync($"{Folder}/b.jsonl", FindingText.BruteForce("45.83.7.1"));
        var service = await StartServiceAsync();
        await UntilAsync(async () => await KnownAsync() is 1, "what was there is recorded");

        // A key before those that are recorded: names of exported objects have no order.
        await PutAsync($"{Folder}/a.jsonl", FindingText.BruteForce("45.83.7.2"));
        await PutAsync("elsewhere/c.jsonl", FindingText.BruteForce("45.83.7.3"));
        await UntilAsync(async () => await KnownAsync() is 2, "what is new is recorded");
        (await service.StopAsync()).Expect(0);

        // The next start reads what is new, and nothing else.
        await PutAsync($"{Folder}/d.jsonl", FindingText.BruteForce("45.83.7.4"));
        var next = await StartServiceAsync();
        await UntilAsync(async () => await KnownAsync() is 3, "what came meanwhile is recorded");
        Assert.Equal(1, (int)(await ReadyOf(next))["sources"]![1]!["findings"]!);
    }

    [Fact]
    public async Task Leaves_nothing_out_behind_an_object_that_breaks_off()
    {
        await PutAsync($"{Folder}/a.jsonl", FindingText.BruteForce("45.83.7.1"));
        Aws.Wire.Break($"/{Bucket}/{Folder}/a.jsonl", afterBytes: 100);
        var service = await StartServiceAsync();

        await UntilReadySaysAsync(service, "export: The object ");
        Aws.Wire.Mend();

        await UntilAsync(async () => await KnownAsync() is 1, "it is recorded when it can be read");
    }

    [Fact]
    public async Task Is_read_again_where_the_bookmark_is_no_bookmark()
    {
        await PutAsync($"{Folder}/a.jsonl", FindingText.BruteForce("45.83.7.1"));
        File("bookmark.json", "{");

        var service = await StartServiceAsync();

        await UntilAsync(async () => await KnownAsync() is 1, "it is recorded");
        Assert.Contains("cannot be read, so all of the export is read again", service.Error, StringComparison.Ordinal);
    }
}
