using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>One JSON document → the findings in it, whatever is wrapped around them, texts that hold a document among it.</summary>
/// <remarks>
/// A document is first taken for a finding or an EventBridge event, which nearly all are, in one pass. Only what is none is looked at
/// again: is it something that wraps others (<see cref="EnvelopeJson"/>), another service's rendering of a finding
/// (<see cref="SecurityHubFinding"/>), or nothing for us?
/// </remarks>
internal static class Document
{
    /// <summary>
    /// Each list, each member and each text that is opened counts: an event of Lambda with SQS messages of SNS notifications of Security
    /// Hub's events is 9 deep.
    /// </summary>
    public const int MaxWrappings = 32;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = FindingReader.MaxDepth };

    /// <summary>Reads the document where it stands: it starts the bytes, and anything may follow it.</summary>
    /// <param name="bytes">Start with <c>{</c> or <c>"</c>.</param>
    /// <returns>False where it is broken, or its end is not among the bytes: which of the two, cannot be told here.</returns>
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

    /// <summary>Without what may stand around a document, and a byte order mark.</summary>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> document)
    {
        document = document.Trim(" \t\r\n"u8);
        return document.StartsWith("\uFEFF"u8) ? document[3..].TrimStart(" \t\r\n"u8) : document;
    }

    /// <param name="bytes">All of the document, and nothing else.</param>
    public static ImmutableArray<DocumentPart> Read(ReadOnlySpan<byte> bytes)
    {
        var parts = ImmutableArray.CreateBuilder<DocumentPart>();
        ReadValue(bytes, null, new Depth(0, new Unpacking()), parts);
        return parts.DrainToImmutable();
    }

    private static ImmutableArray<DocumentPart> Open(ReadOnlySpan<byte> document, ParsedRecord parsed)
    {
        var parts = ImmutableArray.CreateBuilder<DocumentPart>();
        ReadEnvelope(document, parsed, null, new Depth(0, new Unpacking()), parts);
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

    private static void ReadValue(ReadOnlySpan<byte> value, string? inside, Depth depth, ImmutableArray<DocumentPart>.Builder parts)
    {
        if (depth.Wrappings > MaxWrappings)
        {
            parts.Add(Rejected(inside, string.Create(CultureInfo.InvariantCulture, $"is wrapped more than {MaxWrappings} times")));
            return;
        }

        try
        {
            switch (value.IsEmpty ? default : value[0])
            {
                case (byte)'{':
                    ReadObject(value, inside, depth, parts);
                    break;
                case (byte)'[':
                    ReadList(value, inside, depth, parts);
                    break;
                case (byte)'"':
                    ReadText(value, inside, depth, parts);
                    break;
                default:
                    parts.Add(Rejected(inside, $"is not a finding: no JSON object{Likeness(value)}", isNothing: true));
                    break;
            }
        }
        catch (JsonException e)
        {
            parts.Add(Rejected(inside, $"is not JSON: {JsonFault.What(e)}"));
        }
        catch (InvalidOperationException)
        {
            // The reader unescapes a text only when it is asked for, and says it like this.
            parts.Add(Rejected(inside, "is not JSON: a text has half of a surrogate pair, or is not valid UTF-8"));
        }
    }

    private static void ReadObject(ReadOnlySpan<byte> value, string? inside, Depth depth, ImmutableArray<DocumentPart>.Builder parts)
    {
        var parsed = FindingParser.Parse(value);
        if (parsed.Finding is null)
        {
            ReadEnvelope(value, parsed, inside, depth, parts);
        }
        else
        {
            parts.Add(new DocumentPart(inside, parsed));
        }
    }

    private static void ReadList(ReadOnlySpan<byte> value, string? inside, Depth depth, ImmutableArray<DocumentPart>.Builder parts)
    {
        var json = new Utf8JsonReader(value, Options);
        json.Read();
        for (var index = 0; json.Read() && json.TokenType is not JsonTokenType.EndArray; index++)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            ReadValue(
                value[start..(int)json.BytesConsumed],
                string.Create(CultureInfo.InvariantCulture, $"{inside}[{index}]"),
                depth.Deeper,
                parts
            );
        }
    }

    private static void ReadText(ReadOnlySpan<byte> value, string? inside, Depth depth, ImmutableArray<DocumentPart>.Builder parts)
    {
        var json = new Utf8JsonReader(value, Options);
        json.Read();
        var text = new byte[json.ValueSpan.Length];
        var inner = Trimmed(text.AsSpan(0, json.CopyString(text)));
        if (!inner.IsEmpty && inner[0] is (byte)'{' or (byte)'[' or (byte)'"')
        {
            ReadValue(inner, inside, depth.Deeper, parts);
        }
        else if (depth.Unpacking.TryUnpack(inner, out var content, out var fault))
        {
            ReadUnpacked(Trimmed(content.Span), inside, depth.Deeper, parts);
        }
        else
        {
            parts.Add(
                fault is null
                    ? Rejected(inside, "is not a finding: a text that holds no JSON object", isNothing: true)
                    : Rejected(inside, fault)
            );
        }
    }

    /// <summary>One value, or several one after the other: CloudWatch Logs and Firehose put many into one record.</summary>
    private static void ReadUnpacked(ReadOnlySpan<byte> content, string? inside, Depth depth, ImmutableArray<DocumentPart>.Builder parts)
    {
        var first = LengthOf(content);
        if (first == content.Length || first is 0)
        {
            ReadValue(content, inside, depth, parts);
            return;
        }

        for (var index = 0; !content.IsEmpty; index++)
        {
            var length = LengthOf(content) is > 0 and var whole ? whole : content.Length;
            ReadValue(content[..length], string.Create(CultureInfo.InvariantCulture, $"{inside}[{index}]"), depth, parts);
            content = Trimmed(content[length..]);
        }
    }

    /// <returns>Of the first value; 0 where it is none.</returns>
    private static int LengthOf(ReadOnlySpan<byte> content)
    {
        var json = new Utf8JsonReader(content, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            return json.Read() && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && json.TrySkip()
                ? (int)json.BytesConsumed
                : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static void ReadEnvelope(
        ReadOnlySpan<byte> value,
        ParsedRecord parsed,
        string? inside,
        Depth depth,
        ImmutableArray<DocumentPart>.Builder parts
    )
    {
        try
        {
            if (EnvelopeJson.TryRead(value) is not { } envelope)
            {
                parts.Add(new DocumentPart(inside, parsed));
            }
            else if (envelope.IsSecurityHubs)
            {
                parts.Add(new DocumentPart(inside, SecurityHubFinding.Parse(value)));
            }
            else if (parsed.IsAmbiguous)
            {
                parts.Add(new DocumentPart(inside, parsed));
            }
            else if (envelope.IsFindingCall)
            {
                parts.Add(new DocumentPart(inside, FindingCall.Parse(value)));
            }
            else
            {
                ReadContents(envelope, value, parsed, inside, depth, parts);
            }
        }
        catch (RepeatedMemberException repeated)
        {
            parts.Add(new DocumentPart(inside, repeated.Rejection));
        }
    }

    private static void ReadContents(
        EnvelopeJson envelope,
        ReadOnlySpan<byte> value,
        ParsedRecord parsed,
        string? inside,
        Depth depth,
        ImmutableArray<DocumentPart>.Builder parts
    )
    {
        var start = parts.Count;
        var isAnything = false;
        foreach (var content in envelope.Contents)
        {
            var before = parts.Count;
            ReadValue(value[content.Value], inside is null ? content.Member : $"{inside}.{content.Member}", depth.Deeper, parts);
            // A log shipper's own members stand beside the one that holds the finding, and say nothing. An empty list is something.
            var isNothing = content.IsLoose && parts.Count > before && parts.Skip(before).All(part => part.IsNothing);
            isAnything |= !isNothing;
            if (isNothing)
            {
                parts.Count = before;
            }
        }

        if (!isAnything && parts.Count == start)
        {
            parts.Add(
                envelope.Likeness is { } likeness
                    ? Rejected(inside, $"is not a finding: it looks like {likeness}", isNothing: true)
                    : new DocumentPart(inside, parsed, IsNothing: !envelope.IsLikeFinding)
            );
        }
    }

    private static string Likeness(ReadOnlySpan<byte> value) =>
        ForeignFormat.Find(value[..Math.Min(value.Length, ForeignFormat.LongestStart)], out _) is { } format
            ? $"; it looks like {format}"
            : "";

    private static DocumentPart Rejected(string? inside, string why, bool isNothing = false) =>
        new(inside, ParsedRecord.Rejected(why), isNothing);

    /// <param name="Wrappings">How many were opened on the way.</param>
    /// <param name="Unpacking">For the whole document.</param>
    private readonly record struct Depth(int Wrappings, Unpacking Unpacking)
    {
        public Depth Deeper => this with { Wrappings = Wrappings + 1 };
    }
}

/// <summary>One finding of a document, or a part that is none.</summary>
/// <param name="Inside">The members that lead to it, such as <c>Records[2].body</c>; null for the document itself.</param>
/// <param name="IsNothing">It has nothing of a finding, nor of anything that is put around one.</param>
internal readonly record struct DocumentPart(string? Inside, ParsedRecord Record, bool IsNothing = false);
