namespace Shield.Pce.Wire;

/// <summary>The parts of an event that are read (docs/pce.md#18-events).</summary>
internal sealed record EventWire
{
    public required string EventType { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public EventAuthorWire? CreatedBy { get; init; }
}

/// <summary>Exactly one of user, agent, container_cluster and system; only users restore a policy.</summary>
internal sealed record EventAuthorWire
{
    public HrefWire? User { get; init; }
}
