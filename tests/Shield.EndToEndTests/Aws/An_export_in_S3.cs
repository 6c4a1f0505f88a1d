using System.IO.Compression;
using System.Text;
using Amazon.S3.Model;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Aws;

public sealed class An_export_in_S3(AwsHands aws) : StackTest(aws)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Aws.Buckets.PutBucketAsync(
            new PutBucketRequest
            {
                BucketName = Stack,
                UseClientRegion = false,
                PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "eu-west-1" },
            },
            Cancellation
        );
    }

    private const string Folder = "AWSLogs/111122223333/GuardDuty/eu-west-1";

    [Fact]
    public async Task Is_read_object_by_object_packed_or_not_past_what_is_no_finding()
    {
        await Put($"{Folder}/2026/03/01/a.jsonl.gz", Findings(1, 2));
        await Put($"{Folder}/2026/03/02/b.jsonl", Findings(3));
        await Put($"{Folder}/2026/03/02/c.txt", "not for us");
        await Put("elsewhere/d.json", Findings(4));

        var run = (await Json("ingest", $"s3://{Stack}/{Folder}/")).Expect(0);

        Assert.Equal((3, 0), ((int)run.Json["findings"]!, (int)run.Json["duplicates"]!));
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Is_listed_in_pages_and_read_in_the_order_of_keys()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 1_005)
                .Select(number => Put($"many/{number:0000}.json", number % 500 is 0 ? Findings(number % 200 + 1) : ""))
        );

        var run = (await Json("ingest", $"s3://{Stack}/many")).Expect(0);

        Assert.Equal(3, (int)run.Json["findings"]!);
    }

    [Fact]
    public async Task That_breaks_off_tells_up_to_where_it_is_recorded_and_goes_on_from_there()
    {
        await Put("a.json", Findings(1));
        await Put("b.json", Findings(2));
        await Put("c.json", Findings(3));
        Aws.Wire.Break($"/{Stack}/c.json", afterBytes: 100);

        var broken = (await Json("ingest", $"s3://{Stack}")).Expect(1);
        Aws.Wire.Mend();
        var rest = (await Json("ingest", $"s3://{Stack}", "--after", "b.json")).Expect(0);

        Assert.Equal(2, (int)broken.Json["findings"]!);
        Assert.Contains($"to go on: shield ingest 's3://{Stack}' --after 'b.json'", broken.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", (string?)broken.Json["rejected"]![0]!["reason"], StringComparison.Ordinal);
        Assert.Equal((1, 0), ((int)rest.Json["findings"]!, (int)rest.Json["duplicates"]!));
    }

    [Fact]
    public async Task Goes_on_past_an_object_that_is_damaged()
    {
        await Put("a.jsonl.gz", Findings(1), keep: 60);
        await Put("b.json", Findings(2));

        var run = (await Json("ingest", $"s3://{Stack}")).Expect(1);

        Assert.Equal(1, (int)run.Json["findings"]!);
        Assert.Equal($"s3://{Stack}/a.jsonl.gz", (string?)run.Json["rejected"]![0]!["source"]);
        Assert.DoesNotContain("to go on", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://no-such-bucket-here/x", "does not exist")]
    [InlineData("s3://{bucket}/nothing-here", "no object of findings")]
    public async Task That_is_not_there_is_a_fault(string address, string why)
    {
        await Put("a.json", Findings(1));

        var run = (await Json("ingest", address.Replace("{bucket}", Stack, StringComparison.Ordinal))).Expect(1);

        Assert.Contains(why, (string?)run.Json["rejected"]![0]!["reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("findings.json")]
    [InlineData("s3://a", "s3://b")]
    [InlineData("sqs://queue")]
    public async Task Alone_can_be_begun_after_a_key(params string[] names) =>
        Assert.Contains(
            "--after is for one s3://BUCKET/PREFIX",
            (await Text(["ingest", .. names, "--after", "k"])).Expect(64).Error,
            StringComparison.Ordinal
        );

    private static string Findings(params int[] hosts) =>
        string.Join('\n', hosts.Select(host => FindingText.BruteForce($"198.51.99.{host}")));

    private async Task Put(string key, string text, int? keep = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (key.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await gzip.WriteAsync(bytes, Cancellation);
            }

            bytes = packed.ToArray();
        }

        using var content = new MemoryStream(bytes, 0, Math.Min(keep ?? bytes.Length, bytes.Length));
        await Aws.Buckets.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = Stack,
                Key = key,
                InputStream = content,
            },
            Cancellation
        );
    }
}
