using System.Text.Json;
using Shield.Core.Findings;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>Walks a list in JSON, and knows the line of whatever is wrong.</summary>
internal ref struct SoftJson
{
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;

    /// <summary>Stands before the first member.</summary>
    /// <exception cref="SoftFault">Not even its beginning is JSON.</exception>
    public SoftJson(ReadOnlySpan<byte> text)
    {
        _text = text;
        _reader = new Utf8JsonReader(text);
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new SoftFault("as a whole", "it is empty");
        }

        Read();
        if (_reader.TokenType is not JsonTokenType.StartObject)
        {
            throw Fault("is no JSON object");
        }
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Where it stands, for <see cref="LineOf"/>: a line is counted only where somebody is told of it.</summary>
    public readonly long At => _reader.TokenStartIndex;

    public readonly int Line => LineOf(At);

    public readonly int LineOf(long at) => _text[..(int)at].Count((byte)'\n') + 1;

    /// <summary>
    /// Steps to the next member of the object; null after its last one. Whoever asks has read the value of the one before, or skipped it.
    /// </summary>
    public string? NextMember()
    {
        Read();
        if (_reader.TokenType is JsonTokenType.EndObject)
        {
            return null;
        }

        var name = Decoded("a name");
        Read();
        return name;
    }

    /// <summary>Steps to the next element; false after the last one.</summary>
    public bool NextElement()
    {
        Read();
        return _reader.TokenType is not JsonTokenType.EndArray;
    }

    /// <exception cref="SoftFault">It is something else.</exception>
    public readonly string Text(string path)
    {
        if (_reader.TokenType is not JsonTokenType.String)
        {
            throw Fault($"{path} is no text");
        }

        return Decoded(path);
    }

    public readonly void Expect(JsonTokenType token, string what)
    {
        if (_reader.TokenType != token)
        {
            throw Fault(what);
        }
    }

    public void Skip() => Guard(static (ref Utf8JsonReader reader) => reader.Skip());

    /// <summary>Nothing may come after the object.</summary>
    public void End()
    {
        if (_reader.BytesConsumed < _text.Length)
        {
            Guard(static (ref Utf8JsonReader reader) => reader.Read());
        }
    }

    public readonly SoftFault Fault(string what) => new($"line {Line}", what);

    private readonly string Decoded(string path)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault($"{path} is no valid text: not UTF-8, or half a character");
        }
    }

    private void Read() => Guard(static (ref Utf8JsonReader reader) => reader.Read());

    private delegate void Step(ref Utf8JsonReader reader);

    private void Guard(Step step)
    {
        try
        {
            step(ref _reader);
        }
        catch (JsonException broken)
        {
            throw new SoftFault($"line {(broken.LineNumber ?? 0) + 1}", $"is no JSON: {JsonFault.What(broken)}");
        }
    }
}
