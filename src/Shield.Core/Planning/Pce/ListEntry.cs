using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// One line of an IP list on the PCE, in the PCE's canonical form. Whose it is and what it does, its list's <see cref="ListMark"/> says.
/// </summary>
/// <param name="What">A range, or a name (the list's <c>fqdns</c>).</param>
public sealed record ListEntry(Indicator What)
{
    /// <summary>TEST-NET-1, RFC 5737: keeps a deny-mode list from ever being empty.</summary>
    public static readonly AddressRange SentinelRange = AddressRange.Parse("192.0.2.1");

    /// <summary>The whole Internet: the base of an exclusion-mode list.</summary>
    public static readonly ImmutableArray<AddressRange> Any = [AddressRange.Parse("0.0.0.0/0"), AddressRange.Parse("::/0")];

    public ListEntry(AddressRange range)
        : this(new Indicator(range)) { }

    /// <summary>Never of a name.</summary>
    public bool IsExclusion { get; init; }

    public string? Description
    {
        get;
        init
        {
            field = value;
            Mark = EntryMark.TryParse(value, out var mark) ? mark : null;
        }
    }

    /// <summary>
    /// The mark of a deployment of Shield, of whichever owner; null where the description is none. Read once, when the entry is.
    /// </summary>
    public EntryMark? Mark { get; private init; }

    public bool Is(AddressRange range) => !What.IsDomain && What.Range == range;
}
