using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Console.Map;

/// <summary>Directions and address families of blocks: not every workload enforces all four.</summary>
[Flags]
public enum BlockKinds
{
    None = 0,
    InboundIPv4 = 1,
    OutboundIPv4 = 2,
    InboundIPv6 = 4,
    OutboundIPv6 = 8,
    All = InboundIPv4 | OutboundIPv4 | InboundIPv6 | OutboundIPv6,
}

public static class BlockKindSets
{
    public static BlockKinds Of(Direction direction, AddressFamily family) =>
        (direction, family) switch
        {
            (Direction.Inbound, AddressFamily.IPv6) => BlockKinds.InboundIPv6,
            (Direction.Inbound, _) => BlockKinds.InboundIPv4,
            (_, AddressFamily.IPv6) => BlockKinds.OutboundIPv6,
            _ => BlockKinds.OutboundIPv4,
        };

    public static BlockKinds Of(Directions directions, AddressFamily family) =>
        (directions.Has(Direction.Inbound) ? Of(Direction.Inbound, family) : BlockKinds.None)
        | (directions.Has(Direction.Outbound) ? Of(Direction.Outbound, family) : BlockKinds.None);

    public static bool HasAll(this BlockKinds set, BlockKinds wanted) => (set & wanted) == wanted;

    /// <summary>As in <c>inbound</c> or <c>outbound IPv6</c>.</summary>
    public static IEnumerable<string> Words(this BlockKinds kinds) =>
        new[]
        {
            (BlockKinds.InboundIPv4, "inbound"),
            (BlockKinds.OutboundIPv4, "outbound"),
            (BlockKinds.InboundIPv6, "inbound IPv6"),
            (BlockKinds.OutboundIPv6, "outbound IPv6"),
        }
            .Where(kind => kinds.HasFlag(kind.Item1))
            .Select(kind => kind.Item2);
}
