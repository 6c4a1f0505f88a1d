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
    private static readonly byte[][] Lists =
    [
        [.. "findings"u8],
        [.. "Findings"u8],
        [.. "Records"u8],
        [.. "records"u8],
        [.. "Messages"u8],
        [.. "events"u8],
        [.. "logEvents"u8],
    ];

    /// <summary>Who has one of these is a record itself. This only saves looking further: most findings show one at once.</summary>
    private static readonly byte[][] OfRecords =
    [
        [.. "schemaVersion"u8],
        [.. "accountId"u8],
        [.. "id"u8],
        [.. "type"u8],
        [.. "service"u8],
        [.. "resource"u8],
        [.. "detail"u8],
        [.. "version"u8],
        [.. "SchemaVersion"u8],
        [.. "AccountId"u8],
        [.. "Id"u8],
        [.. "Type"u8],
        [.. "Service"u8],
        [.. "Resource"u8],
        [.. "ProductArn"u8],
        [.. "AwsAccountId"u8],
        [.. "messageId"u8],
        [.. "MessageId"u8],
        [.. "body"u8],
        [.. "Body"u8],
        [.. "message"u8],
        [.. "event"u8],
        [.. "data"u8],
        [.. "kinesis"u8],
        [.. "awslogs"u8],
        [.. "requestPayload"u8],
        [.. "_source"u8],
        [.. "specversion"u8],
    ];

    /// <summary>A name is compared up to so many bytes.</summary>
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
        if (IsRecord(bytes))
        {
            return null;
        }

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
                    return Encoding.UTF8.GetString(name);
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

    /// <summary>Told by its first member, where that stands right behind the bracket; it nearly always does.</summary>
    private static bool IsRecord(ReadOnlySpan<byte> bytes)
    {
        var name = bytes.StartsWith("{\""u8) ? bytes[2..] : default;
        foreach (var known in OfRecords)
        {
            if (name.Length > known.Length && name[known.Length] is (byte)'"' && name.StartsWith(known))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[]? Among(byte[][] names, ref Utf8JsonReader member)
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
