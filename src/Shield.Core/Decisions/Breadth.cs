using Shield.Core.Indicators;

namespace Shield.Core.Decisions;

/// <summary>
/// Law 15: an inclusion broader than /8 (IPv4) or /16 (IPv6) would turn a deny-mode list into its opposite, whoever wrote it.
/// </summary>
public static class Breadth
{
    private const int WidestListedV4 = 8;
    private const int WidestListedV6 = 16;

    public static bool IsTooBroadForAnyList(Indicator what) => !what.IsDomain && IsTooBroadForAnyList(what.Range);

    public static bool IsTooBroadForAnyList(AddressRange range) => range.IsWiderThan(WidestListedV4, WidestListedV6);

    public static bool IsWiderThan(this AddressRange range, int prefixV4, int prefixV6) =>
        range.IsWiderThan(range.Family is AddressFamily.IPv4 ? prefixV4 : prefixV6);
}
