namespace Shield.Core.Indicators;

/// <summary>The bits of an address; those of IPv4 are the lowest 32.</summary>
/// <remarks>
/// It is what structs hold instead of a <see cref="UInt128"/>. ReadyToRun leaves out every method that touches a struct with a UInt128 in
/// it, and nearly all of ours touch an <see cref="Indicator"/>: they would be compiled again at each start.
/// </remarks>
internal readonly record struct AddressBits(ulong High, ulong Low) : IComparable<AddressBits>
{
    public int CompareTo(AddressBits other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    public static implicit operator AddressBits(UInt128 value) => new((ulong)(value >> 64), (ulong)value);

    public static implicit operator UInt128(AddressBits bits) => new(bits.High, bits.Low);

    public static bool operator <(AddressBits one, AddressBits other) => one.CompareTo(other) < 0;

    public static bool operator >(AddressBits one, AddressBits other) => one.CompareTo(other) > 0;

    public static bool operator <=(AddressBits one, AddressBits other) => one.CompareTo(other) <= 0;

    public static bool operator >=(AddressBits one, AddressBits other) => one.CompareTo(other) >= 0;
}
