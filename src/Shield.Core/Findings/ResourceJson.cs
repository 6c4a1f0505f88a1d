using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>Our side: read for our own addresses, never for an indicator.</summary>
/// <param name="place">Where it stands, for a message.</param>
internal sealed class ResourceJson(string place)
{
    private readonly List<string> _faults = [];

    public string? ResourceType { get; private set; }
    public string? InstanceId { get; private set; }

    /// <summary>The access key is one of AWS's sample findings.</summary>
    public bool HasPlaceholder { get; private set; }

    /// <summary>Addresses of ours, wherever the resource has some: instances are not the only ones that do.</summary>
    public List<AddressRange> Own { get; } = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>From inside the object.</summary>
    public static ResourceJson Read(ref Utf8JsonReader json, string place)
    {
        var resource = new ResourceJson(place);
        resource.ReadObject(ref json);
        return resource;
    }

    /// <summary>Where it stands, whatever it is.</summary>
    public static ResourceJson ReadValue(ref Utf8JsonReader json, string place)
    {
        var resource = new ResourceJson(place);
        resource.ReadAny(ref json);
        return resource;
    }

    private void ReadObject(ref Utf8JsonReader json)
    {
        var seen = default(MemberSet);
        while (json.NextMember())
        {
            // Only of what is read here: a resource may carry names that somebody else chose, and tags differ by case.
            var member = json.Member();
            switch (member)
            {
                case Member.PrivateIpAddress
                or Member.PrivateIpAddresses
                or Member.PrivateIp
                or Member.PublicIp
                or Member.PublicIpAddress
                or Member.Ipv4Address
                or Member.Ipv4Addresses
                or Member.Ipv6Address
                or Member.Ipv6Addresses:
                    ReadAddresses(ref json, member);
                    break;
                case Member.ResourceType:
                    MemberNames.Once(member, ref seen);
                    ResourceType = json.MemberText();
                    break;
                case Member.InstanceId:
                    MemberNames.Once(member, ref seen);
                    InstanceId = json.MemberText();
                    break;
                case Member.AccessKeyId:
                    MemberNames.Once(member, ref seen);
                    HasPlaceholder = SampleMark.IsPlaceholder(json.MemberText());
                    break;
                default:
                    json.Read();
                    ReadAny(ref json);
                    break;
            }
        }
    }

    private void ReadAny(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.StartObject)
        {
            ReadObject(ref json);
        }
        else if (json.TokenType is JsonTokenType.StartArray)
        {
            while (json.NextElement())
            {
                ReadAny(ref json);
            }
        }
    }

    // One address, a list of them, or objects that hold them: all three are AWS's. Of two members with one name both are ours.
    private void ReadAddresses(ref Utf8JsonReader json, Member member)
    {
        var all = json.Elements();
        while (all.Next(ref json))
        {
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                ReadAny(ref json);
            }
            else
            {
                AddValue(ref json, member);
            }
        }
    }

    private void AddValue(ref Utf8JsonReader json, Member member)
    {
        if (json.ValueAddress().Or(_faults, place, MemberNames.NameOf(member)) is { } own)
        {
            Own.Add(own);
        }
    }
}
