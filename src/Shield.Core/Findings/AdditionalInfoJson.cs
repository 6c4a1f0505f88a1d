using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// <c>service.additionalInfo</c>, for the flag of sample findings: EventBridge has it as a member <c>sample</c>, the API has the same
/// object as JSON text in <c>value</c>, and some tools have the text alone.
/// </summary>
internal static class AdditionalInfoJson
{
    /// <summary>Most texts are no longer.</summary>
    private const int Room = 512;

    public static bool? ReadSample(ref Utf8JsonReader json)
    {
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref json);
            case JsonTokenType.String:
                return SampleInText(ref json);
            default:
                json.SkipValue();
                return null;
        }
    }

    private static bool? ReadObject(ref Utf8JsonReader json)
    {
        bool? sample = null;
        bool? inText = null;
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.Sample:
                    sample = json.MemberFlag();
                    break;
                case Member.Value:
                    json.Read();
                    inText = SampleInText(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        return sample ?? inText;
    }

    [SkipLocalsInit]
    private static bool? SampleInText(ref Utf8JsonReader json)
    {
        if (json.TokenType is not JsonTokenType.String || json.ValueSpan.Length < "{\"sample\":1}".Length)
        {
            json.SkipValue();
            return null;
        }

        var length = json.ValueSpan.Length;
        Span<byte> room = length <= Room ? stackalloc byte[Room] : new byte[length];
        try
        {
            ReadOnlySpan<byte> text = room[..json.CopyString(room)];
            if (!text.TrimStart(" \t\r\n"u8).StartsWith((byte)'{'))
            {
                return null;
            }

            var inner = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
            var sample = inner.EnterObject() ? ReadObject(ref inner) : null;
            // Past the object there must be nothing, or the text is no JSON.
            inner.Read();
            return sample;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Free text is allowed here. It says nothing about samples then.
            return null;
        }
    }
}
