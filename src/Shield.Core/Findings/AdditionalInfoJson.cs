using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// <c>service.additionalInfo</c>, for the flag of sample findings: EventBridge has it as a member <c>sample</c>, the API has the same object as JSON text in
/// <c>value</c>, and some tools have the text alone.
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
                json.Skip();
                return null;
        }
    }

    private static bool? ReadObject(ref Utf8JsonReader json)
    {
        bool? sample = null;
        bool? inText = null;
        while (json.NextMember())
        {
            switch (json.Member())
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
        if (json.TokenType is not JsonTokenType.String || json.ValueSpan.Length < "{\"sample\":1}".Length)
        {
            json.Skip();
            return null;
        }

        try
        {
            var text = new byte[json.ValueSpan.Length];
            var inner = new Utf8JsonReader(text.AsSpan(0, json.CopyString(text)), new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
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
