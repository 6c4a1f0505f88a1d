namespace Shield.Core.Indicators;

/// <summary>
/// IANA's answer to "does it route?" (RFC 8190), with the two that are no answer. Not the answer to "is it one party's address?".
/// </summary>
public enum GloballyReachable
{
    /// <summary>The block is in neither registry.</summary>
    NotListed,
    False,
    True,
    NotApplicable,

    /// <summary>A terminated row; blank is not true.</summary>
    Blank,
}

/// <summary>A block that is nobody's own address, and therefore never an entry.</summary>
/// <param name="Range">The bits as the registry writes them: ::ffff:0:0/96 is an IPv6 block here.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Rfc">Where that is said, as "RFC 1918".</param>
/// <param name="GloballyReachable">As the registry says.</param>
/// <param name="Reason">One of <see cref="AddressReason"/>.</param>
public sealed record SpecialPurposeBlock(AddressRange Range, string Name, string Rfc, GloballyReachable GloballyReachable, string Reason)
{
    public override string ToString() => $"{Range} ({Name}, {Rfc})";
}
