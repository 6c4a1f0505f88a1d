using Amazon.S3.Model;

namespace Shield.EndToEndTests.Aws;

public sealed class A_list_in_S3(AwsHands aws) : StackTest(aws)
{
    [Fact]
    public async Task Is_replaced_by_what_is_blocked_now()
    {
        await Aws.Buckets.PutBucketAsync(
            new PutBucketRequest
            {
                BucketName = Stack,
                UseClientRegion = false,
                PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "eu-west-1" },
            },
            Cancellation
        );
        (await Json("threats", "block", "45.83.64.1", "--reason", "x", "--record-only")).Expect(0);
        var place = $"s3://{Stack}/lists/inbound.txt";

        (await Json("threats", "export", "--format", "plain", "--to", place)).Expect(0);
        (await Json("threats", "block", "45.83.64.2", "--reason", "x", "--record-only")).Expect(0);
        (await Json("threats", "export", "--format", "plain", "--to", place)).Expect(0);

        using var written = await Aws.Buckets.GetObjectAsync(Stack, "lists/inbound.txt", Cancellation);
        using var reader = new StreamReader(written.ResponseStream);
        Assert.Equal("45.83.64.1\n45.83.64.2\n", await reader.ReadToEndAsync(Cancellation));
        Assert.Equal("text/plain; charset=utf-8", written.Headers.ContentType);
    }

    [Theory]
    [InlineData("s3://no-such-bucket-here/list.txt", "does not exist")]
    [InlineData("s3://bucket-without-a-key", "a bucket and a key are wanted")]
    public async Task That_cannot_be_written_is_a_fault(string place, string why) =>
        Assert.Contains(
            why,
            (await Json("threats", "export", "--format", "plain", "--to", place)).Expect(1).Error,
            StringComparison.Ordinal
        );
}
