using System.Text.Json;
using Shield.Core.FindingTypes;

namespace Shield.Core.Findings;

/// <summary>A finding, or an event around one, as it is spelled, read in one pass.</summary>
internal sealed class FindingJson
{
    public string? Id { get; private set; }

    /// <summary>As the table spells it.</summary>
    public string? Type { get; private set; }
    public string? AccountId { get; private set; }
    public string? Region { get; private set; }
    public Spelled<double> Severity { get; private set; }
    public Spelled<DateTimeOffset> CreatedAt { get; private set; }
    public Spelled<DateTimeOffset> UpdatedAt { get; private set; }
    public ResourceJson? Resource { get; private set; }
    public ServiceJson? Service { get; private set; }

    // Of an event only.
    public string? DetailType { get; private set; }
    public string? Source { get; private set; }
    public string? Account { get; private set; }

    /// <summary>The finding inside an event; null where <c>detail</c> is no object.</summary>
    public FindingJson? Detail { get; private set; }

    /// <summary>A finding has a type; an event wraps one.</summary>
    public bool IsEvent => DetailType is not null || (Type is null && Detail is not null);

    /// <param name="bytes">Start with the object; whatever follows it is not looked at.</param>
    /// <param name="isAll">Nothing more can come.</param>
    /// <param name="length">Of the object; 0 where more has to come.</param>
    /// <exception cref="JsonException">It is not JSON, or nested deeper than <see cref="FindingReader.MaxDepth"/>.</exception>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    /// <exception cref="RepeatedMemberException">A member that decides stands twice in its object.</exception>
    public static FindingJson Read(ReadOnlySpan<byte> bytes, bool isAll, out int length)
    {
        var json = new Utf8JsonReader(bytes, isAll, new JsonReaderState(new JsonReaderOptions { MaxDepth = FindingReader.MaxDepth }));
        json.Read();
        var outer = new FindingJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            outer.ReadMember(ref json, ref seen, mayBeEvent: true);
        }

        length = isAll || json is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 } ? (int)json.BytesConsumed : 0;
        return outer;
    }

    private static FindingJson ReadDetail(ref Utf8JsonReader json)
    {
        var finding = new FindingJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            finding.ReadMember(ref json, ref seen, mayBeEvent: false);
        }

        return finding;
    }

    private void ReadMember(ref Utf8JsonReader json, ref MemberSet seen, bool mayBeEvent)
    {
        switch (json.Member(ref seen))
        {
            case Member.Id:
                Id = json.MemberText();
                break;
            case Member.Type:
                Type = json.MemberText() is { } type ? TypeTable.Spell(type) : null;
                break;
            case Member.AccountId:
                AccountId = json.MemberText();
                break;
            case Member.Region:
                Region = json.MemberText();
                break;
            case Member.Severity:
                Severity = json.MemberSeverity();
                break;
            case Member.CreatedAt:
                CreatedAt = json.MemberTime();
                break;
            case Member.UpdatedAt:
                UpdatedAt = json.MemberTime();
                break;
            case Member.Resource:
                Resource = json.EnterObject() ? ResourceJson.Read(ref json, "resource") : null;
                break;
            case Member.Service:
                Service = json.EnterObject() ? ServiceJson.Read(ref json) : null;
                break;
            case Member.DetailType when mayBeEvent:
                DetailType = json.MemberText();
                break;
            case Member.Source when mayBeEvent:
                Source = json.MemberText();
                break;
            case Member.Account when mayBeEvent:
                Account = json.MemberText();
                break;
            case Member.Detail when mayBeEvent:
                Detail = json.EnterObject() ? ReadDetail(ref json) : null;
                break;
            default:
                json.SkipMember();
                break;
        }
    }
}
