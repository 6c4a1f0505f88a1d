using Shield.Core.Indicators;

namespace Shield.Core.Evidence;

/// <summary>
/// An address of ours that a finding mentioned, or a managed workload on the PCE has, or that the PCE's own name led to: never blocked
/// for 30 days after, since a
/// released one may be rented by an attacker, and a name behind several addresses tells a different one each time.
/// </summary>
public sealed record OwnAddress(AddressRange Address, DateTimeOffset LastSeen)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public OwnAddress Merge(OwnAddress other) => other.LastSeen > LastSeen ? this with { LastSeen = other.LastSeen } : this;
}
