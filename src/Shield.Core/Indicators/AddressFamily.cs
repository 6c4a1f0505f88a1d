namespace Shield.Core.Indicators;

/// <summary>Which of the two address spaces. Of our own, so that nothing here draws in a socket; it orders IPv4 before IPv6.</summary>
public enum AddressFamily
{
    /// <summary>Of <c>default(AddressRange)</c> only, which throws before it shows it.</summary>
    None = 0,
    IPv4 = 4,
    IPv6 = 6,
}
