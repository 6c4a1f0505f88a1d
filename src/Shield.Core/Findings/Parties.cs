using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Addresses;

namespace Shield.Core.Findings;

/// <summary>Who is who in one finding: the parties on the other side, and our own addresses.</summary>
internal readonly record struct Parties(ImmutableArray<RemoteParty> Remotes, ImmutableArray<AddressRange> Own)
{
    private const int LongestLabel = 256;
    private const string ConnectionPath = "service.action.networkConnectionAction";

    /// <param name="faults">Takes what names nobody, or somebody by a text that is no address. One bad party costs no other.</param>
    public static Parties Of(FindingJson finding, List<string> faults)
    {
        var remotes = ImmutableArray.CreateBuilder<RemoteParty>();
        var own = ImmutableArray.CreateBuilder<AddressRange>();
        foreach (var address in finding.Resource.Addresses)
        {
            AddAddress(address.Path, address.Text, own, faults);
        }

        foreach (var (path, contact) in ContactsOf(finding.Service, faults))
        {
            AddEnd($"{path}.localIpDetails", contact.Local, own, faults);
            AddRemote($"{path}.remoteIpDetails", contact, remotes, faults);
        }

        return new Parties(remotes.ToImmutable(), [.. own.Distinct()]);
    }

    /// <summary>A text for people, cut to what every ledger takes; never through the middle of a surrogate pair.</summary>
    public static string? Label(string? text) => text switch
    {
        null or { Length: <= LongestLabel } => text,
        _ when char.IsHighSurrogate(text[LongestLabel - 1]) => text[..(LongestLabel - 1)],
        _ => text[..LongestLabel],
    };

    private static IEnumerable<(string Path, ContactJson Contact)> ContactsOf(ServiceJson? service, List<string> faults)
    {
        if (WhyNobody(service) is { } why)
        {
            faults.Add($"names no remote party: {why}");
            yield break;
        }

        if (service!.Action!.Connection is { } connection)
        {
            yield return (ConnectionPath, connection);
        }

        foreach (var (index, probe) in (service.Action.Probes ?? []).Index())
        {
            yield return ($"service.action.portProbeAction.portProbeDetails[{index}]", probe);
        }
    }

    private static string? WhyNobody(ServiceJson? service) => service switch
    {
        null => "service is missing",
        { Action: null } => "service.action is missing",
        { Action: { Connection: not null } or { Probes.Count: > 0 } } => null,
        { Action.Probes: not null } => "service.action.portProbeAction has no portProbeDetails",
        { Action.ActionType: "NETWORK_CONNECTION" } => $"{ConnectionPath} is missing",
        { Action.ActionType: "PORT_PROBE" } => "service.action.portProbeAction is missing",
        { Action.ActionType: { } other } => $"parties of an action of type {AddressFault.Quote(other)} are not read",
        _ => "service.action has neither networkConnectionAction nor portProbeAction",
    };

    private static void AddRemote(string path, ContactJson contact, ImmutableArray<RemoteParty>.Builder remotes, List<string> faults)
    {
        if (contact.Remote is { AddressV4: null, AddressV6: null })
        {
            faults.Add($"{path} names no address");
            return;
        }

        var addresses = ImmutableArray.CreateBuilder<AddressRange>(2);
        AddEnd(path, contact.Remote, addresses, faults);
        foreach (var address in addresses)
        {
            remotes.Add(new RemoteParty
            {
                Address = address,
                Direction = ReadDirection(contact.Direction),
                LocalPort = ReadPort(contact.LocalPort),
                Country = Label(contact.Remote.Country),
                Asn = Label(contact.Remote.Asn),
                AsnOrganization = Label(contact.Remote.AsnOrganization),
            });
        }
    }

    private static void AddEnd(string path, EndJson end, ImmutableArray<AddressRange>.Builder addresses, List<string> faults)
    {
        if (end.AddressV4 is { } v4)
        {
            AddAddress($"{path}.ipAddressV4", v4, addresses, faults);
        }

        if (end.AddressV6 is { } v6)
        {
            AddAddress($"{path}.ipAddressV6", v6, addresses, faults);
        }
    }

    private static void AddAddress(string path, string text, ImmutableArray<AddressRange>.Builder addresses, List<string> faults)
    {
        if (!AddressRange.TryParse(text, out var address, out var error))
        {
            faults.Add($"{path}: {error}");
        }
        else if (!address.IsSingle)
        {
            faults.Add($"{path}: {AddressFault.Quote(text)} is a range, where a finding has one address");
        }
        else
        {
            addresses.Add(address);
        }
    }

    private static ConnectionDirection ReadDirection(string? text) => text?.ToUpperInvariant() switch
    {
        "INBOUND" => ConnectionDirection.Inbound,
        "OUTBOUND" => ConnectionDirection.Outbound,
        _ => ConnectionDirection.Unknown,
    };

    private static int? ReadPort(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= ushort.MaxValue ? port : null;
}
