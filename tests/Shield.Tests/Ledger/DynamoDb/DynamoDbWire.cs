using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>
/// Between the ledger and the server: holds every request against what the real service demands and moto lets pass, and against our own
/// promises (no scan, no index, every read strongly consistent, every write of evidence with a condition); and lets a test meddle with what
/// comes back.
/// </summary>
public sealed partial class DynamoDbWire : DelegatingHandler
{
    /// <summary>The fault after which nobody knows whether the request had its effect; the client asks again.</summary>
    public const string Unsure = "InternalServerError";

    public delegate Task<JsonNode?> Meddler(string operation, JsonNode request, Func<Task<JsonNode?>> send);

    public DynamoDbWire()
        : base(new SocketsHttpHandler()) { }

    public Meddler Meddle { get; set; } = (_, _, send) => send();

    /// <summary>An answer of the service that is no success.</summary>
    public static JsonNode Fault(string type) =>
        new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{type}", ["message"] = "as the test wants it" };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1];
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        Examine(operation, body);
        HttpResponseMessage? answer = null;
        var text = "";
        var given = await Meddle(
            operation,
            body,
            async () =>
            {
                answer = await base.SendAsync(request, cancellationToken);
                text = await answer.Content.ReadAsStringAsync(cancellationToken);
                return JsonNode.Parse(text);
            }
        );
        var status = (string?)given?["__type"] switch
        {
            null => HttpStatusCode.OK,
            var type when type.EndsWith(Unsure, StringComparison.Ordinal) => HttpStatusCode.InternalServerError,
            _ => HttpStatusCode.BadRequest,
        };
        return new HttpResponseMessage(status)
        {
            Content = new StringContent(given?.ToJsonString() ?? "{}", Encoding.UTF8, "application/x-amz-json-1.0"),
            RequestMessage = request,
        };
    }

    private static readonly string[] MergedKinds = ["sighting#", "finding#", "own#"];

    private static void Examine(string operation, JsonNode body)
    {
        switch (operation)
        {
            case "CreateTable":
                return;
            case "GetItem" or "Query":
                Assert.True((bool?)body["ConsistentRead"], $"{operation} is not strongly consistent");
                Assert.Null(body["IndexName"]);
                break;
            case "BatchGetItem":
                var wanted = body["RequestItems"]!.AsObject().Single().Value!;
                // Only what is put back on a condition may be read as it was a moment ago.
                Assert.True(
                    (bool?)wanted["ConsistentRead"] is true
                        || wanted["Keys"]!.AsArray().All(key => (string)key!["sk"]!["S"]! is var sort && MergedKinds.Any(sort.StartsWith))
                );
                Assert.InRange(wanted["Keys"]!.AsArray().Count, 1, 100);
                return;
            case "PutItem" or "DeleteItem":
                Assert.NotNull(body["ConditionExpression"]);
                break;
            case "UpdateItem":
                break;
            case "TransactWriteItems":
                var parts = body["TransactItems"]!.AsArray();
                Assert.InRange(parts.Count, 1, 100);
                foreach (var part in parts)
                {
                    ExamineValues(part!.AsObject().Single().Value!);
                }

                return;
            default:
                Assert.Fail($"{operation} is not what the ledger needs");
                break;
        }

        ExamineValues(body);
    }

    // The service refuses a value that no expression uses.
    private static void ExamineValues(JsonNode part)
    {
        var expressions = string.Join(
            ' ',
            new[] { "KeyConditionExpression", "ConditionExpression", "UpdateExpression" }.Select(name => (string?)part[name])
        );
        Assert.Equal(
            Placeholder().Matches(expressions).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal),
            (part["ExpressionAttributeValues"]?.AsObject().Select(value => value.Key) ?? []).Order(StringComparer.Ordinal)
        );
    }

    [GeneratedRegex(":[A-Za-z]+")]
    private static partial Regex Placeholder();
}
