using System.Collections.Immutable;
using System.Text.Json;
using Shield.Hosting.Recording;

namespace Shield.Lambda.Events;

/// <summary>One event of Lambda, taken apart as far as the answer needs it: what is inside a message is Core's to know.</summary>
/// <param name="Messages">Of a queue each by itself; anything else is one.</param>
/// <param name="IsFromQueue">Whether the answer may name messages that failed, each by itself
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).</param>
public sealed record Incoming(ImmutableArray<Message> Messages, bool IsFromQueue)
{
    private const string Queue = "aws:sqs";

    /// <exception cref="JsonException">It is no JSON, or a record of a queue that names neither itself nor what it holds.</exception>
    public static Incoming Read(ReadOnlyMemory<byte> json)
    {
        var records = ImmutableArray.CreateBuilder<Message>();
        var reader = new Utf8JsonReader(json.Span);
        if (!FindRecords(ref reader))
        {
            return new Incoming([new Message(null, json)], IsFromQueue: false);
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (ReadRecord(ref reader) is not { } message)
            {
                return new Incoming([new Message(null, json)], IsFromQueue: false);
            }

            records.Add(message);
        }

        return new Incoming(records.DrainToImmutable(), IsFromQueue: true);
    }

    private static bool FindRecords(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isRecords = reader.ValueTextEquals("Records"u8);
            reader.Read();
            if (isRecords && reader.TokenType is JsonTokenType.StartArray)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <returns>Null where no queue brought it.</returns>
    private static Message? ReadRecord(ref Utf8JsonReader reader)
    {
        string? id = null;
        string? source = null;
        byte[]? body = null;
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var member = reader.GetString();
            reader.Read();
            switch (member)
            {
                case "messageId" when reader.TokenType is JsonTokenType.String:
                    id = reader.GetString();
                    break;
                case "eventSource" when reader.TokenType is JsonTokenType.String:
                    source = reader.GetString();
                    break;
                case "body" when reader.TokenType is JsonTokenType.String:
                    body = Unescape(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return source is not Queue ? null
            : id is not null && body is not null ? new Message(id, body)
            : throw new JsonException("a message of the queue came without its id or its body");
    }

    /// <summary>A text that is not valid stays as it came: it is then no JSON either, and fails by itself.</summary>
    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsSpan(0, reader.CopyString(text)).ToArray();
        }
        catch (InvalidOperationException)
        {
            return reader.ValueSpan.ToArray();
        }
    }
}
