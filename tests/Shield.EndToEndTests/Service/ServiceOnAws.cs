using Amazon.S3.Model;
using Amazon.SQS.Model;
using Shield.EndToEndTests.Aws;

namespace Shield.EndToEndTests.Service;

/// <summary>The service on a machine outside AWS, with a queue and a bucket on moto.</summary>
public abstract class ServiceOnAws(AwsHands aws) : ServiceTest
{
    private string Name { get; } = $"service-{Guid.NewGuid():N}";

    protected AwsHands Aws => aws;

    protected string Bucket => Name;

    protected string Queue { get; private set; } = "";

    protected string DeadLetters { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await aws.ReadyAsync();
        await base.InitializeAsync();
        Queue = (await aws.Queues.CreateQueueAsync(Name, Cancellation)).QueueUrl;
        DeadLetters = (await aws.Queues.CreateQueueAsync($"{Name}-dead", Cancellation)).QueueUrl;
        await aws.Buckets.PutBucketAsync(
            new PutBucketRequest
            {
                BucketName = Bucket,
                UseClientRegion = false,
                PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "eu-west-1" },
            },
            Cancellation
        );
    }

    protected Task SendAsync(string body) => aws.Queues.SendMessageAsync(Queue, body, Cancellation);

    protected async Task<int> LeftInAsync(string queue)
    {
        var answer = await aws.Queues.GetQueueAttributesAsync(
            new GetQueueAttributesRequest { QueueUrl = queue, AttributeNames = ["All"] },
            Cancellation
        );
        return answer.ApproximateNumberOfMessages + answer.ApproximateNumberOfMessagesNotVisible;
    }

    protected Task PutAsync(string key, string text) =>
        aws.Buckets.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = Bucket,
                Key = key,
                ContentBody = text,
            },
            Cancellation
        );
}
