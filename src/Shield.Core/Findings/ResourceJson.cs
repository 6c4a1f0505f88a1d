using System.Text.Json;
using Shield.Core.Addresses;

namespace Shield.Core.Findings;

/// <summary>Our side: read for our own addresses, never for an indicator.</summary>
internal sealed class ResourceJson
{
    private List<string>? _faults;

    public string? ResourceType { get; private set; }
    public string? InstanceId { get; private set; }

    /// <summary>The access key is one of AWS's sample findings.</summary>
    public bool HasPlaceholder { get; private set; }

    /// <summary>Addresses of network interfaces.</summary>
    public DistinctAddresses Own { get; } = new();

    public IReadOnlyList<string> Faults => _faults ?? [];

    /// <summary>From inside the object. Interfaces count wherever they stand: instances are not the only resources that have some.</summary>
    public static ResourceJson Read(ref Utf8JsonReader json)
    {
        var resource = new ResourceJson();
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType is JsonTokenType.PropertyName && json.Member() is not Member.Other and var member)
            {
                resource.ReadMember(member, ref json);
            }
        }

        return resource;
    }

    private void ReadMember(Member member, ref Utf8JsonReader json)
    {
        switch (member)
        {
            case Member.NetworkInterfaces:
                ReadInterfaces(ref json);
                break;
            case Member.ResourceType:
                ResourceType = json.MemberRecurringText();
                break;
            case Member.InstanceId:
                InstanceId = json.MemberRecurringText();
                break;
            case Member.AccessKeyId:
                HasPlaceholder = json.MemberIsPlaceholder();
                break;
            default:
                // Not skipped: what it holds is looked through.
                break;
        }
    }

    private void ReadInterfaces(ref Utf8JsonReader json)
    {
        if (!json.EnterArray())
        {
            return;
        }

        for (var index = 0; json.NextElement(); index++)
        {
            if (json.TokenType is not JsonTokenType.StartObject)
            {
                json.SkipValue();
                continue;
            }

            while (json.NextMember())
            {
                ReadInterfaceMember(ref json, index);
            }
        }
    }

    private void ReadInterfaceMember(ref Utf8JsonReader json, int index)
    {
        switch (json.Member())
        {
            case Member.PrivateIpAddress:
                AddMember(ref json, index, "privateIpAddress");
                break;
            case Member.PublicIp:
                AddMember(ref json, index, "publicIp");
                break;
            case Member.Ipv6Addresses:
                for (var inside = json.EnterArray(); inside && json.NextElement();)
                {
                    AddValue(ref json, index, "ipv6Addresses");
                }

                break;
            case Member.PrivateIpAddresses:
                for (var inside = json.EnterArray(); inside && json.NextElement();)
                {
                    ReadPrivateAddress(ref json, index);
                }

                break;
            default:
                json.SkipMember();
                break;
        }
    }

    private void ReadPrivateAddress(ref Utf8JsonReader json, int index)
    {
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            json.SkipValue();
            return;
        }

        while (json.NextMember())
        {
            if (json.Member() is Member.PrivateIpAddress)
            {
                AddMember(ref json, index, "privateIpAddresses");
            }
            else
            {
                json.SkipMember();
            }
        }
    }

    private void AddMember(ref Utf8JsonReader json, int index, string member)
    {
        json.Read();
        AddValue(ref json, index, member);
    }

    private void AddValue(ref Utf8JsonReader json, int index, string member)
    {
        json.ValueAddress(out var address);
        if (address.Fault is not null)
        {
            _ = address.Or(_faults ??= [], new JsonPath("resource networkInterfaces", index), member);
        }
        else if (address.Value is { } own)
        {
            Own.Add(own);
        }
    }
}
