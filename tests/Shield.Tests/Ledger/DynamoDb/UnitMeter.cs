using System.Text;
using System.Text.Json.Nodes;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>
/// Read and write request units by AWS's rules, since moto's are made up: 4 KB strongly consistent are one read unit, else a half, a page
/// is rounded up as a whole and a batch item by item; 1 KB is one write unit, two in a transaction; what is not there or fails its
/// condition costs one. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
/// </summary>
public sealed class UnitMeter
{
    private readonly Lock _lock = new();
    private long _halves;

    public UnitMeter() => Wire = new DynamoDbWire { Meddle = MeasureAsync };

    public DynamoDbWire Wire { get; }

    public long Reads => _halves / 2;

    public long Writes { get; private set; }

    public int Requests { get; private set; }

    public void Reset() => (_halves, Writes, Requests) = (0, 0, 0);

    public static long SizeOf(JsonNode? item) =>
        item?.AsObject().Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + SizeOfValue(attribute.Value!)) ?? 0;

    private static long SizeOfValue(JsonNode value)
    {
        var (type, content) = value.AsObject().Single();
        var text = (string?)content ?? "";
        return type switch
        {
            "S" => Encoding.UTF8.GetByteCount(text),
            "N" => (text.Length / 2) + 1,
            "B" => Convert.FromBase64String(text).Length,
            _ => throw new NotSupportedException(type),
        };
    }

    private static long Units(long bytes, int unit) => Math.Max(1, (bytes + unit - 1) / unit);

    private static long Reading(long bytes) => Units(bytes, 4096);

    private static long Writing(long bytes) => Units(bytes, 1024);

    private async Task<JsonNode?> MeasureAsync(string operation, JsonNode request, Func<Task<JsonNode?>> send)
    {
        var answer = await send();
        lock (_lock)
        {
            Requests++;
            switch (operation)
            {
                case "GetItem":
                    _halves += 2 * Reading(SizeOf(answer!["Item"]));
                    break;
                case "Query":
                    _halves += 2 * Reading(answer!["Items"]!.AsArray().Sum(SizeOf));
                    break;
                case "BatchGetItem":
                    var found = answer!["Responses"]!.AsObject().Single().Value!.AsArray();
                    var asked = request["RequestItems"]!.AsObject().Single().Value!;
                    var units = found.Sum(item => Reading(SizeOf(item))) + asked["Keys"]!.AsArray().Count - found.Count;
                    _halves += (bool?)asked["ConsistentRead"] is true ? 2 * units : units;
                    break;
                case "PutItem":
                    Writes += Writing(SizeOf(request["Item"]));
                    break;
                case "DeleteItem":
                    // By the item's size, which neither request nor answer tells: what the tests delete is less than 1 KB.
                    Writes += Writing(0);
                    break;
                case "UpdateItem":
                    Writes += Writing(SizeOf(answer!["Attributes"]));
                    break;
                default:
                    // The one update in a transaction is that of the lease's item, which is small.
                    Writes += 2 * request["TransactItems"]!.AsArray().Sum(part => Writing(SizeOf(part!["Put"]?["Item"])));
                    break;
            }
        }

        return answer;
    }
}
