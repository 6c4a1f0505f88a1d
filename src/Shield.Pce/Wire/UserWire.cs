namespace Shield.Pce.Wire;

/// <summary>An account of the PCE.</summary>
internal sealed record UserWire
{
    /// <summary>Mostly an address of mail.</summary>
    public string? Username { get; init; }

    public string? FullName { get; init; }
}
