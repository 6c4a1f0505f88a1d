using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>Our side: read for our own addresses, never for an indicator.</summary>
internal sealed class ResourceJson
{
    public static readonly ResourceJson None = new();

    private readonly List<InterfaceAddress> _addresses = [];

    public string? ResourceType { get; private set; }
    public string? InstanceId { get; private set; }
    public string? AccessKeyId { get; private set; }
    public IReadOnlyList<InterfaceAddress> Addresses => _addresses;

    /// <summary>From inside the object. Interfaces count wherever they stand: instances are not the only resources that have some.</summary>
    public static ResourceJson Read(ref Utf8JsonReader json)
    {
        var resource = new ResourceJson();
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType is not JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("networkInterfaces"u8))
            {
                resource.ReadInterfaces(ref json);
            }
            else if (json.ValueTextEquals("resourceType"u8))
            {
                resource.ResourceType = json.MemberText();
            }
            else if (json.ValueTextEquals("instanceId"u8))
            {
                resource.InstanceId = json.MemberText();
            }
            else if (json.ValueTextEquals("accessKeyId"u8))
            {
                resource.AccessKeyId = json.MemberText();
            }
        }

        return resource;
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
                json.Skip();
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
        if (json.ValueTextEquals("privateIpAddress"u8))
        {
            Add(index, "privateIpAddress", json.MemberText());
        }
        else if (json.ValueTextEquals("publicIp"u8))
        {
            Add(index, "publicIp", json.MemberText());
        }
        else if (json.ValueTextEquals("ipv6Addresses"u8))
        {
            for (var inside = json.EnterArray(); inside && json.NextElement();)
            {
                Add(index, "ipv6Addresses", json.ValueText());
            }
        }
        else if (json.ValueTextEquals("privateIpAddresses"u8))
        {
            for (var inside = json.EnterArray(); inside && json.NextElement();)
            {
                ReadPrivateAddress(ref json, index);
            }
        }
        else
        {
            json.SkipMember();
        }
    }

    private void ReadPrivateAddress(ref Utf8JsonReader json, int index)
    {
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.NextMember())
        {
            if (json.ValueTextEquals("privateIpAddress"u8))
            {
                Add(index, "privateIpAddresses", json.MemberText());
            }
            else
            {
                json.SkipMember();
            }
        }
    }

    private void Add(int index, string member, string? text)
    {
        if (text is not null)
        {
            _addresses.Add(new InterfaceAddress(index, member, text));
        }
    }
}

/// <summary>One address of a network interface, with where it stands for a message.</summary>
internal readonly record struct InterfaceAddress(int Interface, string Member, string Text)
{
    public string Path => $"resource networkInterfaces[{Interface}].{Member}";
}
