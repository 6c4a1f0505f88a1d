using System.Globalization;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// The kinds of objects that are drafted and provisioned here. Rules belong to their rule set (docs/pce.md#8-draft-and-active).
/// </summary>
internal enum PolicyKind
{
    IpLists,
    Services,
    RuleSets,
    LabelGroups,
    EnforcementBoundaries,
    VirtualServices,
    FirewallSettings,
}

internal static class PolicyKinds
{
    public static readonly PolicyKind[] All = Enum.GetValues<PolicyKind>();

    /// <summary>As in paths and in a change_subset.</summary>
    public static string Plural(this PolicyKind kind) =>
        kind switch
        {
            PolicyKind.IpLists => "ip_lists",
            PolicyKind.Services => "services",
            PolicyKind.RuleSets => "rule_sets",
            PolicyKind.LabelGroups => "label_groups",
            PolicyKind.EnforcementBoundaries => "enforcement_boundaries",
            PolicyKind.VirtualServices => "virtual_services",
            _ => FirewallSettings.Segment,
        };

    /// <summary>As in the names of events.</summary>
    public static string Singular(this PolicyKind kind) =>
        kind switch
        {
            PolicyKind.EnforcementBoundaries => "enforcement_boundary",
            PolicyKind.FirewallSettings => FirewallSettings.Segment,
            _ => kind.Plural()[..^1],
        };

    public static bool TryRead(string plural, out PolicyKind kind)
    {
        kind = All.FirstOrDefault(kind => kind.Plural() == plural);
        return kind.Plural() == plural;
    }

    /// <summary>The last segment of an href: a number, or a UUID where the schemas say so.</summary>
    public static string IdText(this PolicyKey key) =>
        key.Kind is PolicyKind.VirtualServices ? Uuid(key.Id).ToString() : key.Id.ToString(CultureInfo.InvariantCulture);

    public static bool TryReadId(this PolicyKind kind, string text, out PolicyKey key)
    {
        var isRead =
            kind is PolicyKind.VirtualServices
                ? TryReadUuid(text, out var id)
                : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
        key = new PolicyKey(kind, id);
        return isRead;
    }

    private static Guid Uuid(long id) =>
        new((int)(id >> 32), 0x5a11, 0x4a00, 0x80, 0, 0, 0, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id);

    private static bool TryReadUuid(string text, out long id)
    {
        id = 0;
        if (!Guid.TryParseExact(text, "D", out var uuid))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        id =
            ((long)System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes) << 32)
            | System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        return Uuid(id) == uuid;
    }
}
