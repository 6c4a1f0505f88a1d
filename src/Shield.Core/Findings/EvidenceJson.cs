using System.Text;
using System.Text.Json;

namespace Shield.Core.Findings;

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
