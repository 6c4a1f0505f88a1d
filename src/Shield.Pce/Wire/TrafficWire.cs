using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

/// <summary>POST traffic_flows/async_queries (docs/pce.md#21-traffic).</summary>
internal sealed record TrafficQueryBody
{
    public required string QueryName { get; init; }
    public required string StartDate { get; init; }
    public required string EndDate { get; init; }

    /// <summary><c>or</c>: it is enough that one side fits.</summary>
    public required string SourcesDestinationsQueryOp { get; init; }
    public required TrafficSideBody Sources { get; init; }
    public required TrafficSideBody Destinations { get; init; }
    public required TrafficServicesBody Services { get; init; }
    public required string[] PolicyDecisions { get; init; }
    public required int MaxResults { get; init; }
}

/// <summary><c>include</c> is a list of lists, of which one must fit whole.</summary>
internal sealed record TrafficSideBody
{
    public required TrafficActorBody[][] Include { get; init; }
    public required TrafficActorBody[] Exclude { get; init; }
}

/// <summary>One of the two.</summary>
internal sealed record TrafficActorBody
{
    public string? IpAddress { get; init; }

    /// <summary>Of destinations only.</summary>
    public string? Fqdn { get; init; }
}

internal sealed record TrafficServicesBody
{
    public required TrafficServiceWire[] Include { get; init; }
    public required TrafficServiceWire[] Exclude { get; init; }
}

internal sealed record TrafficServiceWire
{
    public required int Port { get; init; }
    public required int Proto { get; init; }
}

internal sealed record TrafficQueryWire : IJsonOnDeserialized
{
    public required string Href { get; init; }

    /// <summary>queued, working or completed; what else there may be is not known.</summary>
    public required string Status { get; init; }

    /// <summary>Where the rows are, once it is completed.</summary>
    public string? Result { get; init; }

    /// <summary>How many rows there were.</summary>
    public long? MatchesCount { get; init; }

    /// <summary>How many of them can be downloaded.</summary>
    public long? FlowsCount { get; init; }

    /// <summary>Of a supercluster.</summary>
    public TrafficRegionWire[]? Regions { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => Items.MustBeThere("regions", Regions);
}

internal sealed record TrafficRegionWire
{
    public bool? Responded { get; init; }
}

internal sealed record TrafficRowWire
{
    public required TrafficEndWire Src { get; init; }
    public required TrafficEndWire Dst { get; init; }
    public required TrafficServiceWire Service { get; init; }
    public required long NumConnections { get; init; }
    public required string PolicyDecision { get; init; }

    /// <summary>inbound: the destination reported it.</summary>
    public required string FlowDirection { get; init; }
    public required TrafficTimesWire TimestampRange { get; init; }
}

internal sealed record TrafficEndWire
{
    public string? Ip { get; init; }
    public TrafficWorkloadWire? Workload { get; init; }
    public string? FqdnName { get; init; }
}

internal sealed record TrafficWorkloadWire
{
    public required string Href { get; init; }
    public string? Hostname { get; init; }
    public string? Name { get; init; }
}

internal sealed record TrafficTimesWire
{
    public required DateTimeOffset FirstDetected { get; init; }
    public required DateTimeOffset LastDetected { get; init; }
}
