using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shield.Core.Findings;

namespace Shield.Core.Feeds;

/// <summary>What to do with a value in a document.</summary>
internal enum JsonStep
{
    Skip,

    /// <summary>Look at its members or elements in turn.</summary>
    Enter,

    /// <summary>It is a list of records: each element is one.</summary>
    TakeElements,
}

/// <param name="Name">As it stands there.</param>
/// <param name="Kind">Of its value.</param>
/// <param name="Text">Of its value, where that is a short text; null else.</param>
internal readonly record struct JsonHead(string Name, JsonTokenType Kind, string? Text);

/// <summary>A document of JSON that is in memory as a whole. Its records are looked at one at a time, none longer than 1 MB.</summary>
internal sealed class JsonText(ReadOnlyMemory<byte> bytes, string source)
{
    /// <summary>In bytes. A bundle of 100,000 indicators has about 50 million.</summary>
    public const int Largest = 128 << 20;

    private const int LargestRecord = 1 << 20;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = FindingReader.MaxDepth };

    /// <summary>A record that says a thing twice would mean one to us and another to somebody else.</summary>
    private static readonly JsonDocumentOptions Record = new() { MaxDepth = FindingReader.MaxDepth, AllowDuplicateProperties = false };

    public static async Task<JsonText> ReadAsync(Stream content, string source, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            whole.Write(buffer, 0, count);
            if (whole.Length > Largest)
            {
                throw new UnreadableFeedException(
                    source,
                    $"it holds more than {Largest >> 20} MB of JSON",
                    "Split the list, or take it as a plain list or as CSV."
                );
            }
        }

        var bytes = whole.GetBuffer().AsMemory(0, (int)whole.Length);
        return new JsonText(bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes, source);
    }

    /// <summary>The members of the document, or of the first object in it where it is a list.</summary>
    public ImmutableArray<JsonHead> Heads()
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, Reading);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartArray)
            {
                reader.Read();
            }

            var heads = ImmutableArray.CreateBuilder<JsonHead>();
            var isObject = reader.TokenType is JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                heads.Add(new JsonHead(name, reader.TokenType, ShortText(ref reader)));
                reader.Skip();
            }

            return heads.ToImmutable();
        }
        catch (JsonException broken)
        {
            throw Broken(broken);
        }
    }

    /// <summary>Walks through the document once, to its end.</summary>
    /// <param name="stepInto">By the name of a member and how many members lead to it; the document itself is "" at 0, and what stands in a
    /// list has the name of that list.</param>
    /// <param name="visit">Told each record and where it stands.</param>
    /// <param name="tally">Told of records that cannot be read.</param>
    public void Walk(Func<string, int, JsonTokenType, JsonStep> stepInto, Action<JsonElement, string> visit, FeedTally tally)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, Reading);
            reader.Read();
            new Walker(bytes, stepInto, visit, tally).Value(ref reader, "", "", 0);
            reader.Read();
        }
        catch (JsonException broken)
        {
            throw Broken(broken);
        }
    }

    private UnreadableFeedException Broken(JsonException broken) =>
        new(
            source,
            $"it is no valid JSON: {JsonFault.What(broken)}{(JsonFault.Line(broken) is { Length: > 0 } line ? $" ({line})" : "")}",
            "Fetch it again: it may have been cut off.",
            broken
        );

    private static string? ShortText(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String && reader.ValueSpan.Length <= 100 ? reader.GetString() : null;

    private sealed class Walker(
        ReadOnlyMemory<byte> bytes,
        Func<string, int, JsonTokenType, JsonStep> stepInto,
        Action<JsonElement, string> visit,
        FeedTally tally
    )
    {
        /// <summary>The reader stands at the first token of a value, and is left at its last one.</summary>
        public void Value(ref Utf8JsonReader reader, string name, string path, int depth)
        {
            switch (reader.TokenType, stepInto(name, depth, reader.TokenType))
            {
                case (JsonTokenType.StartObject, JsonStep.Enter):
                    while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                    {
                        var member = reader.GetString()!;
                        reader.Read();
                        Value(ref reader, member, path.Length is 0 ? member : $"{path}.{member}", depth + 1);
                    }

                    break;
                case (JsonTokenType.StartArray, JsonStep.Enter):
                    for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
                    {
                        Value(ref reader, name, Place(path, index), depth);
                    }

                    break;
                case (JsonTokenType.StartArray, JsonStep.TakeElements):
                    for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
                    {
                        Take(ref reader, Place(path, index));
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        private void Take(ref Utf8JsonReader reader, string place)
        {
            var start = reader.TokenStartIndex;
            reader.Skip();
            var length = reader.BytesConsumed - start;
            if (tally.IsCut)
            {
                return;
            }

            if (length > LargestRecord)
            {
                tally.Reject(place, $"is longer than {LargestRecord >> 20} MB");
                return;
            }

            try
            {
                using var record = JsonDocument.Parse(bytes.Slice((int)start, (int)length), Record);
                visit(record.RootElement, place);
            }
            catch (JsonException repeated)
            {
                tally.Reject(place, $"cannot be read: {JsonFault.What(repeated)}");
            }
        }

        private static string Place(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
    }
}

/// <summary>What a record says in a member. What has another shape than expected counts as absent.</summary>
internal static class JsonRecords
{
    public static JsonElement At(this JsonElement record, string name) =>
        record.ValueKind is JsonValueKind.Object && record.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text, or a number as it is spelled; "" for anything else.</summary>
    public static string TextAt(this JsonElement record, string name) => record.At(name).AsText();

    public static string AsText(this JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => TextOf(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };

    /// <summary>True, 1, or either as a text, as MISP writes them.</summary>
    public static bool IsTrueAt(this JsonElement record, string name) =>
        record.At(name) is var value && (value.ValueKind is JsonValueKind.True || value.AsText().ToLowerInvariant() is "1" or "true");

    public static IEnumerable<JsonElement> ListAt(this JsonElement record, string name) =>
        record.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    // A text may have half of a surrogate pair, escaped: that is valid JSON and no text.
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
