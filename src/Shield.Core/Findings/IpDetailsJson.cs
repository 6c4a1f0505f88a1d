using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>One end of a contact: <c>remoteIpDetails</c> or <c>localIpDetails</c>.</summary>
internal sealed class IpDetailsJson
{
    public static readonly IpDetailsJson None = new();

    private Spelled<AddressRange> _v4;
    private Spelled<AddressRange> _v6;

    public Spelled<AddressRange> V4 => _v4;
    public Spelled<AddressRange> V6 => _v6;
    public string? Country { get; private set; }
    public string? Asn { get; private set; }
    public string? AsnOrganization { get; private set; }

    /// <summary>A provider is named as only AWS's sample findings name one.</summary>
    public bool HasPlaceholder { get; private set; }

    public bool NamesNobody => _v4.IsAbsent && _v6.IsAbsent;

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
                    json.MemberAddress(out end._v4);
                    break;
                case Member.IpAddressV6:
                    json.MemberAddress(out end._v6);
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
        return json.TokenType is JsonTokenType.StartObject ? ReadCountryName(ref json) : json.ValueRecurringText(RecurringTexts.Labels);
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
                    name = json.MemberRecurringText();
                    break;
                case Member.CountryCode:
                    code = json.MemberRecurringText();
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
                    Asn = json.MemberRecurringText();
                    break;
                case Member.AsnOrg:
                    AsnOrganization = json.MemberRecurringText();
                    break;
                case Member.Isp:
                    isp = json.MemberIsPlaceholder();
                    break;
                case Member.Org:
                    org = json.MemberIsPlaceholder();
                    break;
                default:
                    json.SkipMember();
                    break;
            }
        }

        HasPlaceholder = isp || org || SampleMark.IsPlaceholder(AsnOrganization);
    }
}
