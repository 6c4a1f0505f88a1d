using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>What GuardDuty saw: <c>service</c> of a finding.</summary>
internal sealed class ServiceJson
{
    public ActionJson? Action { get; private set; }
    public string? ResourceRole { get; private set; }
    public string? Archived { get; private set; }
    public string? Count { get; private set; }
    public string? EventFirstSeen { get; private set; }
    public string? EventLastSeen { get; private set; }
    public string? Sample { get; private set; }
    public string? ThreatListName { get; private set; }

    public static ServiceJson Read(ref Utf8JsonReader json)
    {
        var service = new ServiceJson();
        while (json.NextMember())
        {
            service.ReadMember(ref json);
        }

        return service;
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("action"u8))
        {
            Action = json.EnterObject() ? ActionJson.Read(ref json) : null;
        }
        else if (json.ValueTextEquals("resourceRole"u8))
        {
            ResourceRole = json.MemberText();
        }
        else if (json.ValueTextEquals("archived"u8))
        {
            Archived = json.MemberText();
        }
        else if (json.ValueTextEquals("count"u8))
        {
            Count = json.MemberText();
        }
        else if (json.ValueTextEquals("eventFirstSeen"u8))
        {
            EventFirstSeen = json.MemberText();
        }
        else if (json.ValueTextEquals("eventLastSeen"u8))
        {
            EventLastSeen = json.MemberText();
        }
        else if (json.ValueTextEquals("additionalInfo"u8))
        {
            Sample = json.EnterObject() ? ReadSample(ref json) : null;
        }
        else if (json.ValueTextEquals("evidence"u8))
        {
            ThreatListName = json.EnterObject() ? ReadThreatListName(ref json) : null;
        }
        else
        {
            json.SkipMember();
        }
    }

    /// <summary>EventBridge has <c>sample</c> as a member; the API has the same object as JSON text in <c>value</c>.</summary>
    private static string? ReadSample(ref Utf8JsonReader json)
    {
        string? sample = null;
        string? inText = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("sample"u8))
            {
                sample = json.MemberText();
            }
            else if (json.ValueTextEquals("value"u8))
            {
                inText = SampleInText(json.MemberText());
            }
            else
            {
                json.SkipMember();
            }
        }

        return sample ?? inText;
    }

    private static string? SampleInText(string? text)
    {
        if (text is null || !text.Contains("sample", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
            return json.EnterObject() ? ReadSample(ref json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Free text is allowed here. It says nothing about samples then.
            return null;
        }
    }

    private static string? ReadThreatListName(ref Utf8JsonReader json)
    {
        string? name = null;
        while (json.NextMember())
        {
            if (!json.ValueTextEquals("threatIntelligenceDetails"u8))
            {
                json.SkipMember();
                continue;
            }

            for (var inside = json.EnterArray(); inside && json.NextElement();)
            {
                name = (json.TokenType is JsonTokenType.StartObject ? ReadThreat(ref json) : json.ValueText()) ?? name;
            }
        }

        return name;
    }

    private static string? ReadThreat(ref Utf8JsonReader json)
    {
        string? name = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("threatListName"u8))
            {
                name = json.MemberText();
            }
            else
            {
                json.SkipMember();
            }
        }

        return name;
    }
}
