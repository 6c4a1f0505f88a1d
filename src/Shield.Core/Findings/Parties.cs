using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>Who is who in one finding: the parties on the other side, and our own addresses.</summary>
internal sealed class Parties
{
    private const int LongestLabel = 256;

    private readonly List<string> _faults;
    private readonly List<AddressRange> _own;
    private readonly List<RemoteParty> _remotes = [];

    private Parties(List<string> faults, List<AddressRange> own) => (_faults, _own) = (faults, own);

    public ImmutableArray<RemoteParty> Remotes => [.. _remotes];

    public ImmutableArray<AddressRange> Own => [.. _own.Distinct()];

    /// <inheritdoc cref="Finding.IsAboutAwsItself"/>
    public bool IsAboutAwsItself { get; private set; }

    /// <param name="faults">Takes what names somebody by a text that is no address and no name. One bad party costs no other. A finding
    /// that names nobody has no fault.</param>
    public static Parties Of(FindingJson finding, List<string> faults)
    {
        // The resource's addresses, to which those of the action are added.
        var parties = new Parties(faults, finding.Resource?.Own ?? []);
        faults.AddRange(finding.Resource?.Faults ?? []);
        if (finding.Service?.Action is { } action)
        {
            parties.AddAction(action);
        }

        if (finding.Service?.Sequence is { } sequence)
        {
            parties.AddResources(sequence);
            if (finding.Type!.StartsWith(FindingType.AttackSequence, StringComparison.OrdinalIgnoreCase))
            {
                parties.AddEndpoints(sequence);
            }
        }

        return parties;
    }

    /// <summary>A text for people, cut to what every ledger takes; never through the middle of a surrogate pair.</summary>
    public static string? Label(string? text) =>
        text switch
        {
            null or { Length: <= LongestLabel } => text,
            _ when char.IsHighSurrogate(text[LongestLabel - 1]) => text[..(LongestLabel - 1)],
            _ => text[..LongestLabel],
        };

    private void AddAction(ActionJson action)
    {
        AddContact(action.NetworkConnection, "service.action.networkConnectionAction");
        for (var i = 0; i < action.PortProbes.Count; i++)
        {
            AddContact(action.PortProbes[i], $"service.action.portProbeAction.portProbeDetails[{i}]");
        }

        AddContact(action.AwsApiCall, "service.action.awsApiCallAction");
        AddContact(action.KubernetesApiCall, "service.action.kubernetesApiCallAction");
        AddContact(action.RdsLoginAttempt, "service.action.rdsLoginAttemptAction");
        if (action.Domain is { } domain && !SampleMark.IsPlaceholder(domain))
        {
            AddDomain(domain, "service.action.dnsRequestAction.domain");
        }
    }

    private void AddContact(ContactJson? contact, string path)
    {
        if (contact is null)
        {
            return;
        }

        AddOwn(contact.Local.V4.Or(_faults, path, "localIpDetails.ipAddressV4"));
        AddOwn(contact.Local.V6.Or(_faults, path, "localIpDetails.ipAddressV6"));
        if (contact.IsCalledByAws)
        {
            IsAboutAwsItself = true;
            return;
        }

        if (contact.Remote.NamesNobody)
        {
            AddRemote(contact, contact.LastSource.Or(_faults, path, "sourceIps"));
        }
        else
        {
            AddRemote(contact, contact.Remote.V4.Or(_faults, path, "remoteIpDetails.ipAddressV4"));
            AddRemote(contact, contact.Remote.V6.Or(_faults, path, "remoteIpDetails.ipAddressV6"));
        }
    }

    private void AddRemote(ContactJson contact, AddressRange? address)
    {
        if (address is { } party)
        {
            _remotes.Add(
                new RemoteParty
                {
                    Indicator = new Indicator(party),
                    Direction = contact.Direction,
                    LocalPort = contact.LocalPort,
                    RemotePort = contact.RemotePort,
                    Country = Label(contact.Remote.Country),
                    Asn = Label(contact.Remote.Asn),
                    AsnOrganization = Label(contact.Remote.AsnOrganization),
                }
            );
        }
    }

    private void AddDomain(string text, string path)
    {
        if (ReadDomain(text, path) is { } domain)
        {
            _remotes.Add(new RemoteParty { Indicator = new Indicator(domain), Direction = ConnectionDirection.Unknown });
        }
    }

    private DomainName? ReadDomain(string text, string path)
    {
        if (!DomainName.TryParse(text, out var domain, out var error))
        {
            _faults.Add($"{path}: {error}");
        }

        return domain;
    }

    private void AddResources(SequenceJson sequence)
    {
        foreach (var resource in sequence.Resources)
        {
            _faults.AddRange(resource.Faults);
            _own.AddRange(resource.Own);
        }
    }

    // Every endpoint: also those that no indicator names can be attackers, and a Critical finding must not vanish. The row of the type
    // decides about each.
    private void AddEndpoints(SequenceJson sequence)
    {
        for (var i = 0; i < sequence.Endpoints.Count; i++)
        {
            var (endpoint, path) = (sequence.Endpoints[i], $"service.detection.sequence.endpoints[{i}]");
            if (endpoint.Address.Or(_faults, path, "ip") is { } address)
            {
                AddEndpoint(endpoint, new Indicator(address), sequence);
            }

            if (endpoint.Domain is { } name && !SampleMark.IsPlaceholder(name) && ReadDomain(name, $"{path}.domain") is { } domain)
            {
                AddEndpoint(endpoint, new Indicator(domain), sequence);
            }
        }
    }

    private void AddEndpoint(EndpointJson endpoint, Indicator party, SequenceJson sequence) =>
        _remotes.Add(
            new RemoteParty
            {
                Indicator = party,
                Direction = endpoint.Direction,
                NamedBy = sequence.NamedBy(party),
                Country = Label(endpoint.Country),
                Asn = Label(endpoint.Asn),
                AsnOrganization = Label(endpoint.AsnOrganization),
            }
        );

    private void AddOwn(AddressRange? address)
    {
        if (address is { } own)
        {
            _own.Add(own);
        }
    }
}
