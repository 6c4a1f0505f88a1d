using Shield.Core.Indicators;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>Takes the entries of one list, one by one, and refuses what no list can mean.</summary>
internal sealed class SoftEntries(SoftKind kind, bool coversSubdomains)
{
    /// <summary>Of either family. All that AWS, Cloudflare, Fastly, Google and Akamai have together is a thirtieth of IPv4.</summary>
    private const int LargestShare = 4;

    private readonly RangeSet.Builder _ranges = new();
    private readonly List<DomainName> _names = [];

    public int Count { get; private set; }

    /// <returns>What is wrong with it; null where nothing is.</returns>
    public string? Add(ReadOnlySpan<char> entry)
    {
        Count++;
        return kind.HoldsNames() ? AddName(entry) : AddRange(entry);
    }

    /// <exception cref="SoftFault">It has no entry, or covers so much that it cannot be meant.</exception>
    public SoftList Build(string name) => ToList(name, kind, _ranges.Build());

    /// <summary>The list of another kind that has what this one has, and <paramref name="others"/> does not.</summary>
    public SoftList BuildWithout(SoftList others, string name) => ToList(name, kind, _ranges.Build().Subtract(others.Ranges));

    private SoftList ToList(string name, SoftKind of, RangeSet ranges) =>
        new()
        {
            Name = name,
            Kind = of,
            Ranges = Count is 0 ? throw new SoftFault("as a whole", "no entry, and a published list is never empty") : Plausible(ranges),
            Names = NameSet.Of(_names, coversSubdomains),
            Entries = Count,
        };

    private string? AddRange(ReadOnlySpan<char> entry)
    {
        if (!AddressRange.TryParse(entry, out var range, out var error))
        {
            return error;
        }

        if (entry.Contains('-'))
        {
            return $"{AddressFault.Quote(entry)} is a low-high range, which is in none of the formats: write blocks";
        }

        if (Breadth.IsTooBroadForAnyList(range))
        {
            return $"{AddressFault.Quote(entry)} covers so much that hardly anything could be blocked any more";
        }

        _ranges.Add(range);
        return null;
    }

    private string? AddName(ReadOnlySpan<char> entry)
    {
        if (!DomainName.TryParse(entry.ToString(), out var name, out var error))
        {
            return error;
        }

        _names.Add(name);
        return null;
    }

    private static RangeSet Plausible(RangeSet ranges)
    {
        foreach (var (family, all) in new[] { ("IPv4", AddressRange.Parse("0.0.0.0/0")), ("IPv6", AddressRange.Parse("2000::/3")) })
        {
            var covered = ranges.Intersect(RangeSet.Of([all])).Count;
            if (covered > (all.Last - all.First) / LargestShare)
            {
                throw new SoftFault("as a whole", $"it covers more than a quarter of {family}: hardly anything could be blocked any more");
            }
        }

        return ranges;
    }
}
