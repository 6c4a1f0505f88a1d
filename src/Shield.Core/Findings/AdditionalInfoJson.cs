using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// <c>service.additionalInfo</c>, for the flag of sample findings: EventBridge has it as a member <c>sample</c>, the API has the same
/// object as JSON text in <c>value</c>, and some tools have the text alone.
/// </summary>
internal static class AdditionalInfoJson
{
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

    private static bool? SampleInText(ref Utf8JsonReader json)
    {
        try
        {
            if (json.ValueText() is not { } text || !text.AsSpan().TrimStart(" \t\r\n").StartsWith('{'))
            {
                return null;
            }

            var inner = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
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
