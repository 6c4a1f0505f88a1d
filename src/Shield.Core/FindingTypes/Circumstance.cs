namespace Shield.Core.FindingTypes;

/// <summary>In which role and direction one report saw the party. The row of the finding's type says whether that matters.</summary>
/// <param name="NamedBy">By which of an attack sequence's indicators the party is named.</param>
/// <param name="IsSideUnclear">Nothing says whether the party is the other side or ours: it is never blocked for this.</param>
public readonly record struct Circumstance(
    ResourceRole Role,
    ConnectionDirection Direction,
    Intelligence NamedBy = Intelligence.None,
    bool IsSideUnclear = false
) : IComparable<Circumstance>
{
    public int CompareTo(Circumstance other) =>
        (Role, Direction, NamedBy, IsSideUnclear).CompareTo((other.Role, other.Direction, other.NamedBy, other.IsSideUnclear));
}

/// <summary>Which end of the attack the local resource was (<c>service.resourceRole</c>). A missing role decides nothing.</summary>
public enum ResourceRole
{
    Missing,
    Target,
    Actor,
}

/// <summary>Who opened the connection (<c>connectionDirection</c>). Unknown and absent are the same: neither.</summary>
public enum ConnectionDirection
{
    Unknown,
    Inbound,
    Outbound,
}

/// <summary>By which of an attack sequence's indicators a party is named: its own address or name stands among the values.</summary>
[Flags]
public enum Intelligence
{
    None = 0,

    /// <summary>Confirmed intelligence.</summary>
    MaliciousIp = 1,

    TorIp = 2,
    CryptominingIp = 4,
}
