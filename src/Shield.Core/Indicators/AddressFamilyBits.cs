namespace Shield.Core.Indicators;

internal static class AddressFamilyBits
{
    /// <summary>How long an address of the family is: 32 or 128.</summary>
    public static int Bits(this AddressFamily family) => family is AddressFamily.IPv4 ? 32 : 128;
}
