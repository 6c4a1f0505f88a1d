using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>A finding or an EventBridge event as it is spelled: texts, where AWS puts them. Of a name that comes twice the last one counts.</summary>
internal sealed class FindingJson
{
    public string? Id { get; private set; }
    public string? Type { get; private set; }
    public string? AccountId { get; private set; }
    public string? Region { get; private set; }
    public string? Severity { get; private set; }
    public string? CreatedAt { get; private set; }
    public string? UpdatedAt { get; private set; }
    public ResourceJson Resource { get; private set; } = ResourceJson.None;
    public ServiceJson? Service { get; private set; }

    // Of an event only.
    public string? DetailType { get; private set; }
    public string? Source { get; private set; }
    public string? Account { get; private set; }

    /// <summary>Where the finding stands inside the event; null where <c>detail</c> is no object.</summary>
    public Range? Detail { get; private set; }

    /// <summary>A finding has a type; an event wraps one.</summary>
    public bool IsEvent => DetailType is not null || (Type is null && Detail is not null);

    /// <exception cref="JsonException">It is not JSON, or nested deeper than <see cref="FindingReader.MaxDepth"/>.</exception>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    public static FindingJson Read(ReadOnlySpan<byte> record) => Read(record, out _);

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    /// <param name="bytes">Start with the object; whatever follows it is not looked at.</param>
    /// <param name="length">Of the object.</param>
    public static FindingJson Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth });
        var finding = new FindingJson();
        json.Read();
        while (json.NextMember())
        {
            finding.ReadMember(ref json);
        }

        length = (int)json.BytesConsumed;
        return finding;
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("id"u8))
        {
            Id = json.MemberText();
        }
        else if (json.ValueTextEquals("type"u8))
        {
            Type = json.MemberText();
        }
        else if (json.ValueTextEquals("accountId"u8))
        {
            AccountId = json.MemberText();
        }
        else if (json.ValueTextEquals("region"u8))
        {
            Region = json.MemberText();
        }
        else if (json.ValueTextEquals("severity"u8))
        {
            Severity = json.MemberText();
        }
        else if (json.ValueTextEquals("createdAt"u8))
        {
            CreatedAt = json.MemberText();
        }
        else if (json.ValueTextEquals("updatedAt"u8))
        {
            UpdatedAt = json.MemberText();
        }
        else if (json.ValueTextEquals("resource"u8))
        {
            Resource = json.EnterObject() ? ResourceJson.Read(ref json) : ResourceJson.None;
        }
        else if (json.ValueTextEquals("service"u8))
        {
            Service = json.EnterObject() ? ServiceJson.Read(ref json) : null;
        }
        else if (json.ValueTextEquals("detail-type"u8))
        {
            DetailType = json.MemberText();
        }
        else if (json.ValueTextEquals("source"u8))
        {
            Source = json.MemberText();
        }
        else if (json.ValueTextEquals("account"u8))
        {
            Account = json.MemberText();
        }
        else if (json.ValueTextEquals("detail"u8))
        {
            Detail = ReadDetail(ref json);
        }
        else
        {
            json.SkipMember();
        }
    }

    private static Range? ReadDetail(ref Utf8JsonReader json)
    {
        json.Read();
        var (isObject, start) = (json.TokenType is JsonTokenType.StartObject, (int)json.TokenStartIndex);
        json.Skip();
        return isObject ? start..(int)json.BytesConsumed : null;
    }
}
