using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>One JSON document → the findings in it, whatever is wrapped around them, texts that hold a document among it.</summary>
/// <remarks>
/// A document is first taken for a finding or an EventBridge event, which nearly all are, in one pass. Only what is none is looked at again: is it something that wraps others
/// (<see cref="EnvelopeJson"/>), another service's rendering of a finding (<see cref="SecurityHubFinding"/>), or nothing for us?
/// </remarks>
internal static class Document
{
    /// <summary>Each list, each member and each text that is opened counts: an event of Lambda with SQS messages of SNS notifications of Security Hub's events is 9 deep.</summary>
    public const int MaxWrappings = 32;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = FindingReader.MaxDepth };

    /// <summary>Reads the document where it stands: it starts the bytes, and anything may follow it.</summary>
    /// <param name="bytes">Start with <c>{</c> or <c>"</c>.</param>
    /// <returns>False where it is broken or not whole; nothing tells these apart yet.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int length, out ImmutableArray<DocumentPart> parts)
    {
        if (bytes[0] is (byte)'"')
        {
            parts = IsWholeText(bytes, out length) ? Read(bytes[..length]) : [];
            return length > 0;
        }

        if (!FindingParser.TryParse(bytes, out length, out var parsed))
        {
            parts = [];
            return false;
        }

        parts = parsed.Finding is not null ? [new DocumentPart(null, parsed)] : Open(bytes[..length], parsed);
        return true;
    }

    /// <param name="bytes">All of the document, and nothing else.</param>
    public static ImmutableArray<DocumentPart> Read(ReadOnlySpan<byte> bytes)
    {
        var parts = ImmutableArray.CreateBuilder<DocumentPart>();
        ReadValue(bytes, null, 0, parts);
        return parts.DrainToImmutable();
    }

    private static ImmutableArray<DocumentPart> Open(ReadOnlySpan<byte> document, ParsedRecord parsed)
    {
        var parts = ImmutableArray.CreateBuilder<DocumentPart>();
        ReadEnvelope(document, parsed, null, 0, parts);
        return parts.DrainToImmutable();
    }

    private static bool IsWholeText(ReadOnlySpan<byte> bytes, out int length)
    {
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            length = json.Read() ? (int)json.BytesConsumed : 0;
            return length > 0;
        }
        catch (JsonException)
        {
            length = 0;
            return false;
        }
    }

    private static void ReadValue(ReadOnlySpan<byte> value, string? inside, int wrappings, ImmutableArray<DocumentPart>.Builder parts)
    {
        if (wrappings > MaxWrappings)
        {
            parts.Add(Rejected(inside, string.Create(CultureInfo.InvariantCulture, $"is wrapped more than {MaxWrappings} times")));
            return;
        }

        try
        {
            switch (value.IsEmpty ? default : value[0])
            {
                case (byte)'{':
                    ReadObject(value, inside, wrappings, parts);
                    break;
                case (byte)'[':
                    ReadList(value, inside, wrappings, parts);
                    break;
                case (byte)'"':
                    ReadText(value, inside, wrappings, parts);
                    break;
                default:
                    parts.Add(Rejected(inside, "is not a finding: no JSON object"));
                    break;
            }
        }
        catch (JsonException e)
        {
            parts.Add(Rejected(inside, $"is not JSON: {e.Message}"));
        }
        catch (InvalidOperationException)
        {
            // The reader unescapes a text only when it is asked for, and says it like this.
            parts.Add(Rejected(inside, "is not JSON: a text has half of a surrogate pair, or is not valid UTF-8"));
        }
    }

    private static void ReadObject(ReadOnlySpan<byte> value, string? inside, int wrappings, ImmutableArray<DocumentPart>.Builder parts)
    {
        var parsed = FindingParser.Parse(value);
        if (parsed.Finding is null)
        {
            ReadEnvelope(value, parsed, inside, wrappings, parts);
        }
        else
        {
            parts.Add(new DocumentPart(inside, parsed));
        }
    }

    private static void ReadList(ReadOnlySpan<byte> value, string? inside, int wrappings, ImmutableArray<DocumentPart>.Builder parts)
    {
        var json = new Utf8JsonReader(value, Options);
        json.Read();
        for (var index = 0; json.Read() && json.TokenType is not JsonTokenType.EndArray; index++)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            ReadValue(value[start..(int)json.BytesConsumed], string.Create(CultureInfo.InvariantCulture, $"{inside}[{index}]"), wrappings + 1, parts);
        }
    }

    private static void ReadText(ReadOnlySpan<byte> value, string? inside, int wrappings, ImmutableArray<DocumentPart>.Builder parts)
    {
        var json = new Utf8JsonReader(value, Options);
        json.Read();
        var text = new byte[json.ValueSpan.Length];
        var inner = text.AsSpan(0, json.CopyString(text)).Trim(" \t\r\n"u8);
        if (inner.IsEmpty || inner[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            parts.Add(Rejected(inside, "is not a finding: a text that holds no JSON object"));
            return;
        }

        ReadValue(inner, inside, wrappings + 1, parts);
    }

    private static void ReadEnvelope(ReadOnlySpan<byte> value, ParsedRecord parsed, string? inside, int wrappings, ImmutableArray<DocumentPart>.Builder parts)
    {
        if (EnvelopeJson.TryRead(value) is not { } envelope)
        {
            parts.Add(new DocumentPart(inside, parsed));
            return;
        }

        if (envelope.IsSecurityHubs)
        {
            parts.Add(new DocumentPart(inside, SecurityHubFinding.Parse(value)));
        }
        else if (envelope.IsFindingCall)
        {
            parts.Add(new DocumentPart(inside, FindingCall.Parse(value)));
        }
        else if (envelope.Contents is [])
        {
            parts.Add(new DocumentPart(inside, envelope.Likeness is { } likeness ? ParsedRecord.Rejected($"is not a finding: it looks like {likeness}") : parsed));
        }

        foreach (var (member, content) in envelope.Contents)
        {
            ReadValue(value[content], inside is null ? member : $"{inside}.{member}", wrappings + 1, parts);
        }
    }

    private static DocumentPart Rejected(string? inside, string why) => new(inside, ParsedRecord.Rejected(why));
}
