using System.Collections.Immutable;

namespace Shield.Core.Indicators;

/// <summary>
/// An immutable set of addresses of both families, held as sorted runs: what it costs depends on the runs, never on the addresses.
/// </summary>
/// <remarks>Exact about bits: what is cut out of ::/0 stays IPv6, and ::/0 holds no IPv4 address. Look-ups are binary searches, the algebra
/// is linear.</remarks>
public sealed class RangeSet : IEquatable<RangeSet>
{
    public static readonly RangeSet Empty = new(Runs<uint>.Empty, Runs<UInt128>.Empty);

    private readonly Runs<uint> _v4;
    private readonly Runs<UInt128> _v6;

    private RangeSet(Runs<uint> v4, Runs<UInt128> v6) => (_v4, _v6) = (v4, v6);

    /// <summary>From ranges in any order, with repetitions and overlaps.</summary>
    public static RangeSet Of(IEnumerable<AddressRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var builder = new Builder();
        foreach (var range in ranges)
        {
            builder.Add(range);
        }

        return builder.Build();
    }

    public bool IsEmpty => RunCount == 0;

    /// <summary>How many maximal runs the set has.</summary>
    public int RunCount => _v4.Length + _v6.Length;

    /// <summary>
    /// How many addresses the set has, at most <see cref="UInt128.MaxValue"/>: the whole of IPv6 is one more than a UInt128 can say.
    /// </summary>
    public UInt128 Count
    {
        get
        {
            var (narrow, wide) = (_v4.Count(), _v6.Count());
            return narrow > UInt128.MaxValue - wide ? UInt128.MaxValue : narrow + wide;
        }
    }

    /// <summary>The maximal runs, IPv4 first, from low to high.</summary>
    public IEnumerable<AddressRange> Ranges
    {
        get
        {
            for (var at = 0; at < _v4.Length; at++)
            {
                yield return Range(_v4[at]);
            }

            for (var at = 0; at < _v6.Length; at++)
            {
                yield return Range(_v6[at]);
            }
        }
    }

    /// <summary>The fewest CIDR blocks that hold exactly these addresses, IPv4 first, from low to high.</summary>
    public IEnumerable<AddressRange> ToCidrs() => _v4.Blocks().Select(Range).Concat(_v6.Blocks().Select(Range));

    /// <summary>True when the whole of the range is in the set.</summary>
    public bool Contains(AddressRange range) =>
        range.Family is AddressFamily.IPv4 ? _v4.Contains(RunV4(range)) : _v6.Contains(RunV6(range));

    /// <summary>True when an address of the range is in the set.</summary>
    public bool Overlaps(AddressRange range) => Find(range) is not null;

    /// <summary>The first maximal run that shares an address with the range.</summary>
    public AddressRange? Find(AddressRange range)
    {
        if (range.Family is AddressFamily.IPv4)
        {
            return _v4.Find(RunV4(range)) is var at and >= 0 ? Range(_v4[at]) : null;
        }

        return _v6.Find(RunV6(range)) is var wide and >= 0 ? Range(_v6[wide]) : null;
    }

    public RangeSet Union(RangeSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RangeSet(_v4.Union(other._v4), _v6.Union(other._v6));
    }

    public RangeSet Subtract(RangeSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RangeSet(_v4.Subtract(other._v4), _v6.Subtract(other._v6));
    }

    public RangeSet Intersect(RangeSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RangeSet(_v4.Intersect(other._v4), _v6.Intersect(other._v6));
    }

    public bool Equals(RangeSet? other) => other is not null && _v4.SameAs(other._v4) && _v6.SameAs(other._v6);

    public override bool Equals(object? obj) => Equals(obj as RangeSet);

    public override int GetHashCode() => HashCode.Combine(_v4.Length, _v6.Length, Ranges.FirstOrDefault());

    /// <summary>The runs, at most twenty of them, for a message.</summary>
    public override string ToString() => string.Join(", ", Ranges.Take(20)) + (RunCount > 20 ? $", … ({RunCount} runs)" : "");

    /// <summary>What of the range is not in the set; costs a search and the pieces, however large the set.</summary>
    internal ImmutableArray<AddressRange> LeftOf(AddressRange range) =>
        range.Family is AddressFamily.IPv4
            ? [.. new RangeSet(_v4.LeftOf(RunV4(range)), Runs<UInt128>.Empty).Ranges]
            : [.. new RangeSet(Runs<uint>.Empty, _v6.LeftOf(RunV6(range))).Ranges];

    private static Run<uint> RunV4(AddressRange range) => new((uint)range.First, (uint)range.Last);

    private static Run<UInt128> RunV6(AddressRange range) => new(range.First, range.Last);

    private static AddressRange Range(Run<uint> run) => AddressRange.Between(run.First, run.Last, AddressFamily.IPv4);

    private static AddressRange Range(Run<UInt128> run) => AddressRange.Between(run.First, run.Last, AddressFamily.IPv6);

    /// <summary>
    /// For whoever finds ranges one by one, in any order: of a million it keeps a million runs and not the ranges, which are six times as
    /// large.
    /// </summary>
    public sealed class Builder
    {
        private readonly List<Run<uint>> _v4 = [];
        private readonly List<Run<UInt128>> _v6 = [];

        public void Add(AddressRange range)
        {
            if (range.Family is AddressFamily.IPv4)
            {
                _v4.Add(RunV4(range));
            }
            else
            {
                _v6.Add(RunV6(range));
            }
        }

        public RangeSet Build() => new(Runs<uint>.Of(_v4), Runs<UInt128>.Of(_v6));
    }
}
