using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>One end of a contact: <c>remoteIpDetails</c> or <c>localIpDetails</c>.</summary>
internal sealed class EndJson
{
    public static readonly EndJson None = new();

    public string? AddressV4 { get; private set; }
    public string? AddressV6 { get; private set; }
    public string? Country { get; private set; }
    public string? Asn { get; private set; }
    public string? AsnOrganization { get; private set; }
    public string? Isp { get; private set; }
    public string? Organization { get; private set; }

    public static EndJson Read(ref Utf8JsonReader json)
    {
        var end = new EndJson();
        while (json.NextMember())
        {
            if (json.ValueTextEquals("ipAddressV4"u8))
            {
                end.AddressV4 = json.MemberText();
            }
            else if (json.ValueTextEquals("ipAddressV6"u8))
            {
                end.AddressV6 = json.MemberText();
            }
            else if (json.ValueTextEquals("country"u8))
            {
                end.ReadCountry(ref json);
            }
            else if (json.ValueTextEquals("organization"u8))
            {
                end.ReadOrganization(ref json);
            }
            else
            {
                json.SkipMember();
            }
        }

        return end;
    }

    // An object in everything AWS sends, a mere text in what some tools make of it.
    private void ReadCountry(ref Utf8JsonReader json)
    {
        json.Read();
        Country = json.TokenType is JsonTokenType.StartObject ? ReadCountryName(ref json) : json.ValueText();
    }

    private static string? ReadCountryName(ref Utf8JsonReader json)
    {
        string? name = null;
        string? code = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("countryName"u8))
            {
                name = json.MemberText();
            }
            else if (json.ValueTextEquals("countryCode"u8))
            {
                code = json.MemberText();
            }
            else
            {
                json.SkipMember();
            }
        }

        return name ?? code;
    }

    private void ReadOrganization(ref Utf8JsonReader json)
    {
        (Asn, AsnOrganization, Isp, Organization) = (null, null, null, null);
        for (var inside = json.EnterObject(); inside && json.NextMember();)
        {
            if (json.ValueTextEquals("asn"u8))
            {
                Asn = json.MemberText();
            }
            else if (json.ValueTextEquals("asnOrg"u8))
            {
                AsnOrganization = json.MemberText();
            }
            else if (json.ValueTextEquals("isp"u8))
            {
                Isp = json.MemberText();
            }
            else if (json.ValueTextEquals("org"u8))
            {
                Organization = json.MemberText();
            }
            else
            {
                json.SkipMember();
            }
        }
    }
}
