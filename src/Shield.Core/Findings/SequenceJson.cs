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

/// <summary>One of a sequence's <c>endpoints</c>. Its port is the other side's, and so is left out.</summary>
internal sealed class EndpointJson
{
    public Spelled<AddressRange> Address { get; private set; }

    /// <summary>Beside the address, or instead of it.</summary>
    public string? Domain { get; private set; }
    public ConnectionDirection Direction { get; private set; }
    public string? Country { get; private set; }
    public string? Asn { get; private set; }
    public string? AsnOrganization { get; private set; }

    public static List<EndpointJson> ReadAll(ref Utf8JsonReader json)
    {
        List<EndpointJson> endpoints = [];
        var all = json.Elements();
        while (all.Next(ref json))
        {
            var endpoint = new EndpointJson();
            endpoints.Add(endpoint);
            if (json.TokenType is not JsonTokenType.StartObject)
            {
                json.SkipValue();
                continue;
            }

            var seen = default(MemberSet);
            while (json.NextMember())
            {
                endpoint.ReadMember(ref json, ref seen);
            }
        }

        return endpoints;
    }

    private void ReadMember(ref Utf8JsonReader json, ref MemberSet seen)
    {
        switch (json.Member(ref seen))
        {
            case Member.Ip:
                Address = json.MemberAddress();
                break;
            case Member.Domain:
                Domain = json.MemberText();
                break;
            case Member.Connection:
                Direction = json.EnterObject() ? ReadConnection(ref json) : ConnectionDirection.Unknown;
                break;
            case Member.Location:
                Country = json.EnterObject() ? ReadLocation(ref json) : null;
                break;
            case Member.AutonomousSystem:
                ReadSystem(ref json);
                break;
            default:
                json.SkipMember();
                break;
        }
    }

    private static ConnectionDirection ReadConnection(ref Utf8JsonReader json)
    {
        var direction = ConnectionDirection.Unknown;
        var seen = default(MemberSet);
        while (json.NextMember(Member.Direction, ref seen))
        {
            direction = ContactJson.ReadDirection(ref json);
        }

        return direction;
    }

    private static string? ReadLocation(ref Utf8JsonReader json)
    {
        string? country = null;
        var seen = default(MemberSet);
        while (json.NextMember(Member.Country, ref seen))
        {
            country = IpDetailsJson.ReadCountry(ref json);
        }

        return country;
    }

    private void ReadSystem(ref Utf8JsonReader json)
    {
        (Asn, AsnOrganization) = (null, null);
        var seen = default(MemberSet);
        var inside = json.EnterObject();
        while (inside && json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.Number:
                    Asn = json.MemberText();
                    break;
                case Member.Name:
                    AsnOrganization = json.MemberText();
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }
    }
}
