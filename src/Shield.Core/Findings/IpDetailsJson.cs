using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>One end of a contact: <c>remoteIpDetails</c> or <c>localIpDetails</c>.</summary>
internal sealed class IpDetailsJson
{
    public static readonly IpDetailsJson None = new();

    public Spelled<AddressRange> V4 { get; private set; }
    public Spelled<AddressRange> V6 { get; private set; }
    public string? Country { get; private set; }
    public string? Asn { get; private set; }
    public string? AsnOrganization { get; private set; }

    /// <summary>A provider is named as only AWS's sample findings name one.</summary>
    public bool HasPlaceholder { get; private set; }

    public bool NamesNobody => V4.IsAbsent && V6.IsAbsent;

    public static IpDetailsJson ReadMember(ref Utf8JsonReader json) => json.EnterObject() ? Read(ref json) : None;

    private static IpDetailsJson Read(ref Utf8JsonReader json)
    {
        var end = new IpDetailsJson();
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.IpAddressV4:
                    end.V4 = json.MemberAddress();
                    break;
                case Member.IpAddressV6:
                    end.V6 = json.MemberAddress();
                    break;
                case Member.Country:
                    end.Country = ReadCountry(ref json);
                    break;
                case Member.Organization:
                    end.ReadOrganization(ref json);
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        return end;
    }

    /// <summary>An object in everything AWS sends, a mere text in what some tools make of it and in attack sequences.</summary>
    public static string? ReadCountry(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType is JsonTokenType.StartObject ? ReadCountryName(ref json) : json.ValueText();
    }

    private static string? ReadCountryName(ref Utf8JsonReader json)
    {
        string? name = null;
        string? code = null;
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.CountryName:
                    name = json.MemberText();
                    break;
                case Member.CountryCode:
                    code = json.MemberText();
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        return name ?? code;
    }

    private void ReadOrganization(ref Utf8JsonReader json)
    {
        (Asn, AsnOrganization) = (null, null);
        var (isp, org) = (false, false);
        var seen = default(MemberSet);
        var inside = json.EnterObject();
        while (inside && json.NextMember())
        {
            switch (json.Member(ref seen))
            {
                case Member.Asn:
                    Asn = json.MemberText();
                    break;
                case Member.AsnOrg:
                    AsnOrganization = json.MemberText();
                    break;
                case Member.Isp:
                    isp = SampleMark.IsPlaceholder(json.MemberText());
                    break;
                case Member.Org:
                    org = SampleMark.IsPlaceholder(json.MemberText());
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        HasPlaceholder = isp || org || SampleMark.IsPlaceholder(AsnOrganization);
    }
}
