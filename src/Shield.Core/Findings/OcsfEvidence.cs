using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary><c>evidences[]</c> of an OCSF finding: who is at the other end of each.</summary>
/// <remarks>
/// Of a call the source is the caller. Of a connection the other side is the one that is not ours: by the addresses of the finding's
/// resources, by private address space, by <c>connection_info.direction_id</c> (1 inbound, 2 outbound). Where nothing tells, both ends are
/// parties whose side is unclear, and neither is blocked for it.
/// </remarks>
internal sealed class OcsfEvidence
{
    // RFC 1918, RFC 6598, RFC 4193. Not all special-purpose space: a documentation address may be somebody in a sample.
    private static readonly RangeSet Private = RangeSet.Of(
        new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7" }.Select(AddressRange.Parse)
    );

    private readonly ImmutableArray<RemoteParty>.Builder _remotes = ImmutableArray.CreateBuilder<RemoteParty>();
    private readonly List<AddressRange> _own = [];
    private readonly IReadOnlyCollection<AddressRange> _known;
    private readonly List<string> _faults;

    private OcsfEvidence(IReadOnlyCollection<AddressRange> known, List<string> faults) => (_known, _faults) = (known, faults);

    public IEnumerable<RemoteParty> Remotes => _remotes;

    public IEnumerable<AddressRange> Own => _own;

    /// <param name="place">Where findings of the type name their party.</param>
    /// <param name="own">Addresses that are known as ours.</param>
    /// <param name="faults">Takes what names somebody by a text that is no address and no name.</param>
    public static OcsfEvidence Read(
        IReadOnlyList<JsonElement> evidences,
        Place place,
        IReadOnlyCollection<AddressRange> own,
        List<string> faults
    )
    {
        var read = new OcsfEvidence(own, faults);
        for (var i = 0; i < evidences.Count; i++)
        {
            read.Add(evidences[i], place, $"evidences[{i}]");
        }

        return read;
    }

    private void Add(JsonElement evidence, Place place, string path)
    {
        var (source, destination) = (End.Of(evidence.Member("src_endpoint")), End.Of(evidence.Member("dst_endpoint")));
        if ((evidence.Member("query").Text("hostname") ?? (place is Place.DnsRequest ? destination.Name : null)) is { } name)
        {
            AddName(name, path);
        }
        else if (
            place is Place.AwsApiCall or Place.KubernetesApiCall or Place.RdsLoginAttempt
            || evidence.Member("api").ValueKind is JsonValueKind.Object
        )
        {
            if (AddressOf(source, path, "src_endpoint") is { } caller)
            {
                Add(caller, source, localPort: null, remotePort: null, ConnectionDirection.Unknown);
            }
        }
        else if (place is not (Place.DnsRequest or Place.Nowhere))
        {
            AddConnection(source, destination, DirectionOf(evidence.Member("connection_info")), path);
        }
    }

    private void AddConnection(End source, End destination, ConnectionDirection direction, string path)
    {
        var (from, to) = (AddressOf(source, path, "src_endpoint"), AddressOf(destination, path, "dst_endpoint"));
        var isSourceOurs = (from is { } one && IsOurs(one), to is { } other && IsOurs(other), direction) switch
        {
            (true, false, _) => true,
            (false, true, _) => false,
            (_, _, ConnectionDirection.Outbound) => true,
            (_, _, ConnectionDirection.Inbound) => false,
            _ => (bool?)null,
        };
        if (isSourceOurs is not { } isFromUs)
        {
            AddIfNamed(from, source, direction);
            AddIfNamed(to, destination, direction);
            return;
        }

        var (theirs, their, ours, our) = isFromUs ? (to, destination, from, source) : (from, source, to, destination);
        if (ours is { } own)
        {
            _own.Add(own);
        }

        if (theirs is { } address)
        {
            Add(address, their, our.Port, their.Port, direction);
        }
    }

    private void AddIfNamed(AddressRange? address, End end, ConnectionDirection direction)
    {
        if (address is { } party)
        {
            Add(party, end, localPort: null, remotePort: null, direction, isSideUnclear: true);
        }
    }

    private void AddName(string name, string path)
    {
        if (SampleMark.IsPlaceholder(name))
        {
            return;
        }

        if (DomainName.TryParse(name, out var domain, out var error))
        {
            _remotes.Add(new RemoteParty { Indicator = new Indicator(domain), Direction = ConnectionDirection.Unknown });
        }
        else
        {
            _faults.Add($"{path}: {error}");
        }
    }

    private void Add(
        AddressRange address,
        End end,
        int? localPort,
        int? remotePort,
        ConnectionDirection direction,
        bool isSideUnclear = false
    ) =>
        _remotes.Add(
            new RemoteParty
            {
                Indicator = new Indicator(address),
                Direction = direction,
                IsSideUnclear = isSideUnclear,
                LocalPort = localPort,
                RemotePort = remotePort,
                Country = Parties.Label(end.Country),
                Asn = Parties.Label(end.Asn),
                AsnOrganization = Parties.Label(end.AsnOrganization),
            }
        );

    private AddressRange? AddressOf(End end, string path, string member)
    {
        if (end.Ip is not { } text)
        {
            return null;
        }

        if (AddressRange.TryParse(text, out var address, out var error) && address.IsSingle)
        {
            return address;
        }

        _faults.Add($"{path}.{member}.ip: {error ?? $"{AddressFault.Quote(text)} is a range, where a finding has one address"}");
        return null;
    }

    // Private space is ours as long as the other end is not in it, too.
    private bool IsOurs(AddressRange address) => _known.Contains(address) || Private.Contains(address);

    private static ConnectionDirection DirectionOf(JsonElement connection) =>
        (connection.Text("direction_id"), connection.Text("direction")?.ToUpperInvariant()) switch
        {
            ("1", _) or (null, "INBOUND") => ConnectionDirection.Inbound,
            ("2", _) or (null, "OUTBOUND") => ConnectionDirection.Outbound,
            _ => ConnectionDirection.Unknown,
        };

    private sealed record End(string? Ip, string? Name, int? Port, string? Country, string? Asn, string? AsnOrganization)
    {
        public static End Of(JsonElement endpoint)
        {
            var network = endpoint.Member("autonomous_system");
            return new End(
                endpoint.Text("ip"),
                endpoint.Text("hostname") ?? endpoint.Text("domain"),
                ushort.TryParse(endpoint.Text("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null,
                endpoint.Member("location").Text("country"),
                network.Text("number"),
                network.Text("name")
            );
        }
    }
}
