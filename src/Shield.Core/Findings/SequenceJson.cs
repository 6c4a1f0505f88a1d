using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary><c>detection.sequence</c>: who took part, who of them is known to be bad, and which resources of ours it is about.</summary>
internal sealed class SequenceJson
{
    private readonly Dictionary<Indicator, Intelligence> _named = [];

    public IReadOnlyList<EndpointJson> Endpoints { get; private set; } = [];

    public IReadOnlyList<ResourceJson> Resources { get; private set; } = [];

    /// <summary>By which indicators of the sequence, or of one of its signals, somebody is named.</summary>
    public Intelligence NamedBy(Indicator party) => _named.GetValueOrDefault(party);

    public static SequenceJson Read(ref Utf8JsonReader json)
    {
        var sequence = new SequenceJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.Endpoints:
                    sequence.Endpoints = EndpointJson.ReadAll(ref json);
                    break;
                case Member.Resources:
                    sequence.Resources = ReadResources(ref json);
                    break;
                case Member.SequenceIndicators:
                    sequence.ReadIndicators(ref json);
                    break;
                case Member.Signals:
                    sequence.ReadSignals(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        return sequence;
    }

    private static List<ResourceJson> ReadResources(ref Utf8JsonReader json)
    {
        List<ResourceJson> resources = [];
        var all = json.Elements();
        while (all.Next(ref json))
        {
            resources.Add(ResourceJson.ReadValue(ref json, $"service.detection.sequence.resources[{resources.Count}]"));
        }

        return resources;
    }

    private void ReadSignals(ref Utf8JsonReader json)
    {
        var all = json.Elements();
        while (all.Next(ref json))
        {
            if (json.TokenType is not JsonTokenType.StartObject)
            {
                json.SkipValue();
                continue;
            }

            var seen = default(MemberSet);
            while (json.NextMember(Member.SignalIndicators, ref seen))
            {
                ReadIndicators(ref json);
            }
        }
    }

    private void ReadIndicators(ref Utf8JsonReader json)
    {
        var all = json.Elements();
        while (all.Next(ref json))
        {
            if (json.TokenType is JsonTokenType.StartObject)
            {
                ReadIndicator(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
    }

    private void ReadIndicator(ref Utf8JsonReader json)
    {
        var key = Intelligence.None;
        List<Indicator> values = [];
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.Key:
                    key = ReadKey(ref json);
                    break;
                case Member.Values:
                    values = ReadValues(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        foreach (var value in key is Intelligence.None ? [] : values)
        {
            _named[value] = NamedBy(value) | key;
        }
    }

    private static Intelligence ReadKey(ref Utf8JsonReader json) =>
        json.MemberWord("MALICIOUS_IP", "TOR_IP", "CRYPTOMINING_IP") switch
        {
            0 => Intelligence.MaliciousIp,
            1 => Intelligence.TorIp,
            2 => Intelligence.CryptominingIp,
            _ => Intelligence.None,
        };

    // A value that is neither an address nor a name is of an indicator of another sort, such as "T1078.004 - Valid Accounts".
    private static List<Indicator> ReadValues(ref Utf8JsonReader json)
    {
        List<Indicator> values = [];
        var all = json.Elements();
        while (all.Next(ref json))
        {
            if (Indicator.TryParse(json.ValueText(), out var value, out _))
            {
                values.Add(value);
            }
        }

        return values;
    }
}
