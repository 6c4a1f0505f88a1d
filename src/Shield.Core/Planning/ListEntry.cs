using Shield.Core.Addresses;

namespace Shield.Core.Planning;

/// <summary>One line of an IP list on the PCE, in the PCE's canonical form.</summary>
public sealed record ListEntry
{
    /// <summary>TEST-NET-1, RFC 5737: keeps a deny-mode list from ever being empty. No threat, no orphan, not foreign, in no count.</summary>
    public static readonly AddressRange SentinelRange = AddressRange.Parse("192.0.2.1");

    public required AddressRange Range { get; init; }

    public bool IsExclusion { get; init; }

    public string? Description { get; init; }

    public static ListEntry Sentinel(string owner) => new() { Range = SentinelRange, Description = EntryMark.Sentinel(owner).ToString() };

    public bool IsOurs(string owner) => !IsExclusion && EntryMark.TryParse(Description, out var mark) && mark.Owner == owner && !IsSentinel(owner);

    public bool IsSentinel(string owner) =>
        !IsExclusion && Range == SentinelRange && EntryMark.TryParse(Description, out var mark) && mark.IsSentinel && mark.Owner == owner;
}
