using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.IpLists;

internal sealed record IpList : PolicyObject
{
    public override PolicyKind Kind => PolicyKind.IpLists;

    public required ImmutableArray<IpEntry> Ranges { get; init; }

    public required ImmutableArray<FqdnEntry> Fqdns { get; init; }

    /// <summary>Whether its inclusions cover every address. Such a list matches a name too, whatever address that has.</summary>
    public bool IsEverything =>
        Ranges.Any(entry =>
            entry is { Exclusion: false, Interval.Family: AddressFamily.InterNetwork, Interval.First: var first, Interval.Last: var last }
            && first == 0
            && last == uint.MaxValue
        );

    /// <summary>A star stands for one label or a part of one (docs/pce.md#6-entries).</summary>
    public bool Names(string name) =>
        Fqdns.Any(entry =>
            Regex.IsMatch(
                name,
                $"^{Regex.Escape(entry.Fqdn).Replace(@"\*", "[^.]*", StringComparison.Ordinal)}$",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
            )
        );

    /// <summary>The addresses that it stands for: its inclusions minus its own exclusions (docs/pce.md#6-entries).</summary>
    public bool Matches(AddressFamily family, UInt128 address)
    {
        var included = false;
        foreach (var entry in Ranges)
        {
            if (entry.Interval.Contains(family, address))
            {
                if (entry.Exclusion)
                {
                    return false;
                }

                included = true;
            }
        }

        return included;
    }
}
