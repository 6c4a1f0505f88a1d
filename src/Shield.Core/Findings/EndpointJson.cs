using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

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
