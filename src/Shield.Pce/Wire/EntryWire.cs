using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Wire;

/// <summary>
/// Entries in a PUT: a list's ranges and its names are two arrays, and each replaces the old one (docs/pce.md#5-ip-lists).
/// </summary>
internal static class EntryWire
{
    public static IpListEntriesBody Body(ListMark list, ImmutableArray<ListEntry> entries) =>
        new()
        {
            IpRanges = [.. entries.Where(entry => !entry.What.IsDomain).Select(Range)],

            // Names on our other lists are somebody else's: what a PUT does not name stays as it is.
            Fqdns = list.Purpose is ListPurpose.Domains ? [.. entries.Where(entry => entry.What.IsDomain).Select(Name)] : null,
        };

    public static IpRangeWire Range(ListEntry entry) =>
        new()
        {
            FromIp = entry.What.Range.LowText,
            ToIp = entry.What.Range.HighText,
            Description = entry.Description,
            Exclusion = entry.IsExclusion ? true : null,
        };

    private static FqdnWire Name(ListEntry entry) => new() { Fqdn = entry.What.Domain!.Text, Description = entry.Description };
}
