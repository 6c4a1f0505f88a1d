using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Lambda;

/// <summary>An event as Lambda's poller makes it out of messages (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).</summary>
internal static class SqsEvent
{
    public static string Of(params IEnumerable<(string Id, string Body)> messages) =>
        new JsonObject
        {
            ["Records"] = new JsonArray([
                .. messages.Select(message => new JsonObject
                {
                    ["messageId"] = message.Id,
                    ["receiptHandle"] = $"receipt of {message.Id}",
                    ["body"] = message.Body,
                    ["attributes"] = new JsonObject
                    {
                        ["ApproximateReceiveCount"] = "1",
                        ["SentTimestamp"] = "1545082649183",
                        ["SenderId"] = "AIDAIENQZJOLO23YVJ4VO",
                        ["ApproximateFirstReceiveTimestamp"] = "1545082649185",
                    },
                    ["messageAttributes"] = new JsonObject(),
                    ["md5OfBody"] = "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    ["eventSource"] = "aws:sqs",
                    ["eventSourceARN"] = "arn:aws:sqs:eu-west-1:111122223333:shield",
                    ["awsRegion"] = "eu-west-1",
                }),
            ]),
        }.ToJsonString();

    /// <summary>What of a batch shall come again, by its answer.</summary>
    public static IReadOnlyList<string> Failures(string answer) =>
        [.. JsonNode.Parse(answer)!["batchItemFailures"]!.AsArray().Select(failure => (string)failure!["itemIdentifier"]!)];
}
