using System.Collections.Immutable;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Services;

internal sealed record Service : PolicyObject
{
    public const string AllServices = "All Services";

    public override PolicyKind Kind => PolicyKind.Services;

    public string? ProcessName { get; init; }

    public required ImmutableArray<ServicePort> Ports { get; init; }
}

/// <param name="Protocol">IANA's number; -1 is every protocol.</param>
/// <param name="Port">Null: every port.</param>
internal sealed record ServicePort(int Protocol, int? Port, int? ToPort)
{
    public int? IcmpType { get; init; }

    public int? IcmpCode { get; init; }

    public bool Covers(int protocol, int? port) =>
        Protocol is -1 || (Protocol == protocol && (Port is null || (port >= Port && port <= (ToPort ?? Port))));
}
