namespace Shield.Pce.Wire;

/// <summary>An event as far as it is read (pce-api.md 5).</summary>
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
