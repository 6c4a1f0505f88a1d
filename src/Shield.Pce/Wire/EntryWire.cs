using System.Collections.Immutable;
using Shield.Core.Planning;

namespace Shield.Pce.Wire;

/// <summary>Entries as a PUT has them: a list's ranges and names are two arrays, each replaced whole (pce-api.md 1.4).</summary>
internal static class EntryWire
{
    public static IpListEntriesBody Body(ListMark list, ImmutableArray<ListEntry> entries) => new()
    {
        IpRanges = [.. entries.Where(entry => !entry.What.IsDomain).Select(Range)],

        // Names on our other lists are somebody else's: what a PUT does not name stays as it is.
        Fqdns = list.Purpose is ListPurpose.Domains ? [.. entries.Where(entry => entry.What.IsDomain).Select(Name)] : null,
    };

    public static IpRangeWire Range(ListEntry entry) => new()
    {
        FromIp = entry.What.Range.LowText,
        ToIp = entry.What.Range.HighText,
        Description = entry.Description,
        Exclusion = entry.IsExclusion ? true : null,
    };

    private static FqdnWire Name(ListEntry entry) => new() { Fqdn = entry.What.Domain!.Text, Description = entry.Description };
}
