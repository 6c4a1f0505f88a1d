using System.Text;
using System.Text.Json;
using Shield.Core.FindingTypes;

namespace Shield.Core.Findings;

/// <summary>What GuardDuty saw: <c>service</c> of a finding.</summary>
internal sealed class ServiceJson
{
    public ActionJson? Action { get; private set; }
    public SequenceJson? Sequence { get; private set; }
    public ResourceRole Role { get; private set; }
    public bool IsArchived { get; private set; }
    public long? Count { get; private set; }
    public Spelled<DateTimeOffset> EventFirstSeen { get; private set; }
    public Spelled<DateTimeOffset> EventLastSeen { get; private set; }
    public bool? IsSample { get; private set; }
    public bool? IsNotUseful { get; private set; }
    public EvidenceJson Evidence { get; private set; }

    /// <summary>AWS's placeholders for samples stand in the intelligence or in a party's providers.</summary>
    public bool HasPlaceholder => Evidence.HasPlaceholder || Action is { HasPlaceholder: true };

    public static ServiceJson Read(ref Utf8JsonReader json)
    {
        var service = new ServiceJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            service.ReadMember(ref json, ref seen);
        }

        return service;
    }

    private void ReadMember(ref Utf8JsonReader json, ref MemberSet seen)
    {
        switch (json.Member(ref seen))
        {
            case Member.Action:
                Action = json.EnterObject() ? ActionJson.Read(ref json) : null;
                break;
            case Member.Detection:
                Sequence = json.EnterObject() ? ReadDetection(ref json) : null;
                break;
            case Member.ResourceRole:
                Role = ReadRole(ref json);
                break;
            case Member.Archived:
                IsArchived = json.MemberFlag() is true;
                break;
            case Member.Count:
                Count = json.MemberCount();
                break;
            case Member.EventFirstSeen:
                EventFirstSeen = json.MemberTime();
                break;
            case Member.EventLastSeen:
                EventLastSeen = json.MemberTime();
                break;
            case Member.AdditionalInfo:
                IsSample = AdditionalInfoJson.ReadSample(ref json);
                break;
            case Member.Evidence:
                Evidence = EvidenceJson.ReadMember(ref json);
                break;
            case Member.UserFeedback:
                IsNotUseful = ReadFeedback(ref json);
                break;
            default:
                json.SkipMember();
                break;
        }
    }

    private static SequenceJson? ReadDetection(ref Utf8JsonReader json)
    {
        SequenceJson? sequence = null;
        var seen = default(MemberSet);
        while (json.NextMember(Member.Sequence, ref seen))
        {
            sequence = json.EnterObject() ? SequenceJson.Read(ref json) : null;
        }

        return sequence;
    }

    private static ResourceRole ReadRole(ref Utf8JsonReader json) =>
        json.MemberWord("TARGET", "ACTOR") switch
        {
            0 => ResourceRole.Target,
            1 => ResourceRole.Actor,
            _ => ResourceRole.Missing,
        };

    private static bool? ReadFeedback(ref Utf8JsonReader json) =>
        json.MemberWord("NOT_USEFUL", "USEFUL") switch
        {
            0 => true,
            1 => false,
            _ => null,
        };
}

/// <summary><c>service.evidence</c>: whose intelligence named the party, and as what.</summary>
internal readonly record struct EvidenceJson(string? ThreatList, bool HasPlaceholder)
{
    public static EvidenceJson ReadMember(ref Utf8JsonReader json)
    {
        var text = new StringBuilder();
        var hasPlaceholder = false;
        var seen = default(MemberSet);
        var inside = json.EnterObject();
        while (inside && json.NextMember(Member.ThreatIntelligenceDetails, ref seen))
        {
            var all = json.Elements();
            while (all.Next(ref json))
            {
                var (list, names) = ReadThreat(ref json);
                hasPlaceholder |= SampleMark.IsPlaceholder(list);
                Append(text, "; ", list);
                Append(text, list is null ? "; " : ": ", names);
            }
        }

        return new EvidenceJson(text.Length > 0 ? text.ToString() : null, hasPlaceholder);
    }

    // A list alone in what some tools make of it.
    private static (string? List, string? Names) ReadThreat(ref Utf8JsonReader json)
    {
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            return (json.ValueText(), null);
        }

        string? list = null;
        string? names = null;
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.ThreatListName:
                    list = json.MemberText();
                    break;
                case Member.ThreatNames:
                    names = ReadNames(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        return (list, names);
    }

    private static string? ReadNames(ref Utf8JsonReader json)
    {
        List<string> names = [];
        var all = json.Elements();
        while (all.Next(ref json))
        {
            if (json.ValueText() is { } name)
            {
                names.Add(name);
            }
        }

        return names is [] ? null : string.Join(", ", names);
    }

    private static void Append(StringBuilder text, string separator, string? more)
    {
        if (more is not null)
        {
            _ = text.Append(text.Length > 0 ? separator : "").Append(more);
        }
    }
}
