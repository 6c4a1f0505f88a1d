using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// Objects that are nothing but a list with something around it: a page of <c>GetFindings</c>, an event of Lambda, an answer of SQS or of
/// CloudWatch Logs. They may be longer than any record.
/// </summary>
internal static class ListHead
{
    /// <summary>The members whose lists hold records of their own.</summary>
    private static readonly string[] Lists = ["findings", "Findings", "Records", "records", "Messages", "events", "logEvents"];

    /// <summary>An object with one of these is a record itself, so that it need not be read to its end. Most findings begin with
    /// one.</summary>
    private static readonly string[] OfRecords =
    [
        "schemaVersion",
        "accountId",
        "id",
        "type",
        "service",
        "resource",
        "detail",
        "version",
        "SchemaVersion",
        "AccountId",
        "Id",
        "Type",
        "Service",
        "Resource",
        "ProductArn",
        "AwsAccountId",
        "messageId",
        "MessageId",
        "body",
        "Body",
        "message",
        "event",
        "data",
        "kinesis",
        "awslogs",
        "requestPayload",
        "_source",
        "specversion",
    ];

    /// <summary>In bytes: no name in <see cref="Lists"/> is longer.</summary>
    public const int LongestName = 16;

    /// <summary>The name of a member whose list holds records, in whatever case.</summary>
    public static bool IsList(ReadOnlySpan<byte> name)
    {
        foreach (var list in Lists)
        {
            if (Ascii.EqualsIgnoreCase(name, list))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="bytes">Start with an object, which need not be whole.</param>
    /// <param name="length">Up to and with the bracket that opens the list.</param>
    /// <returns>The member with the list, or null where the object is a record by itself, or shows too little of itself to tell.</returns>
    public static string? Find(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var json = new Utf8JsonReader(
            bytes,
            isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth })
        );
        try
        {
            json.Read();
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName && Among(OfRecords, ref json) is null)
            {
                var name = Among(Lists, ref json);
                if (!json.Read())
                {
                    break;
                }

                if (name is not null && json.TokenType is JsonTokenType.StartArray)
                {
                    length = (int)json.BytesConsumed;
                    return name;
                }

                if (!json.TrySkip())
                {
                    break;
                }
            }
        }
        catch (JsonException)
        {
            // Whoever reads the record says what is wrong with it.
        }

        return null;
    }

    private static string? Among(string[] names, ref Utf8JsonReader member)
    {
        foreach (var name in names)
        {
            if (member.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }
}
