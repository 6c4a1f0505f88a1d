namespace Shield.Core.Indicators;

/// <summary>An address of a service that everybody's machines use.</summary>
/// <param name="Address">One address.</param>
/// <param name="Name">Who runs it, or the root server's name.</param>
/// <param name="Source">Where its operator publishes it.</param>
/// <param name="Reason">One of <see cref="AddressReason"/>.</param>
public sealed record WellKnownAddress(AddressRange Address, string Name, string Source, string Reason)
{
    public override string ToString() => $"{Address} ({Name})";
}
