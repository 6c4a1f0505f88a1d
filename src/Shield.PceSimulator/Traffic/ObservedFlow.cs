using Shield.PceSimulator.Reach;

namespace Shield.PceSimulator.Traffic;

/// <summary>A row of traffic: what one VEN reported alike of one contact, summed up.</summary>
/// <param name="Name">The destination's, from DNS.</param>
/// <param name="Inbound">Whether the destination reported it; otherwise the source did.</param>
internal sealed record ObservedFlow(Flow Flow, string? Name, bool Inbound, Report Report)
{
    public required long Connections { get; init; }

    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Last { get; init; }
}
