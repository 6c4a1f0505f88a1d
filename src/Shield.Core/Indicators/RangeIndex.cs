using System.Collections.Immutable;

namespace Shield.Core.Indicators;

/// <summary>Makes <see cref="RangeIndex{T}"/>.</summary>
public static class RangeIndex
{
    /// <param name="values">In any order; several may have the same range.</param>
    /// <param name="rangeOf">What each is about.</param>
    public static RangeIndex<T> Of<T>(IEnumerable<T> values, Func<T, AddressRange> rangeOf)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(rangeOf);
        var (v4, v6) = (new List<(AddressRange, T)>(), new List<(AddressRange, T)>());
        foreach (var value in values)
        {
            var range = rangeOf(value);
            (range.Family is AddressFamily.IPv4 ? v4 : v6).Add((range, value));
        }

        return new RangeIndex<T>(v4, v6);
    }
}

/// <summary>Values by the range that each is about, to be asked which of them a range meets: an interval tree.</summary>
/// <remarks>Building sorts. A question costs the logarithm of the number of ranges for each answer, however the ranges nest and
/// overlap.</remarks>
public sealed class RangeIndex<T>
{
    private readonly Side _v4;
    private readonly Side _v6;

    internal RangeIndex(List<(AddressRange Range, T Value)> v4, List<(AddressRange Range, T Value)> v6) =>
        (_v4, _v6) = (new Side(v4), new Side(v6));

    public bool IsEmpty => _v4.Count + _v6.Count is 0;

    /// <summary>
    /// The values whose range shares an address with this one, by the first address of their ranges; equal ones in the order in which
    /// they were given.
    /// </summary>
    public ImmutableArray<T> Overlapping(AddressRange range) =>
        SideOf(range).Find(startsAtMost: range.LastBits, endsAtLeast: range.FirstBits);

    /// <summary>The values whose range holds the whole of this one, in the same order.</summary>
    public ImmutableArray<T> Covering(AddressRange range) => SideOf(range).Find(startsAtMost: range.FirstBits, endsAtLeast: range.LastBits);

    private Side SideOf(AddressRange range) => range.Family is AddressFamily.IPv4 ? _v4 : _v6;

    /// <summary>
    /// The ranges of one family, sorted by their first address. A binary tree lies over them; each node knows the greatest last address
    /// below it, so that a search passes
    /// over whatever ends too early.
    /// </summary>
    private sealed class Side
    {
        private readonly AddressBits[] _firsts;
        private readonly T[] _values;

        // The tree, root at 1, leaves from _leaves on. 0 for a leaf that is none: only a search for what ends at address 0 or later could
        // take it, and that is bounded by Count.
        private readonly AddressBits[] _lasts;
        private readonly int _leaves;

        public Side(List<(AddressRange Range, T Value)> entries)
        {
            var sorted = entries.OrderBy(entry => entry.Range.FirstBits).ToArray();
            (_firsts, _values) = ([.. sorted.Select(entry => entry.Range.FirstBits)], [.. sorted.Select(entry => entry.Value)]);
            _leaves = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, sorted.Length));
            _lasts = new AddressBits[2 * _leaves];
            for (var at = 0; at < sorted.Length; at++)
            {
                _lasts[_leaves + at] = sorted[at].Range.LastBits;
            }

            for (var node = _leaves - 1; node > 0; node--)
            {
                _lasts[node] = Greater(_lasts[2 * node], _lasts[(2 * node) + 1]);
            }
        }

        public int Count => _values.Length;

        public ImmutableArray<T> Find(AddressBits startsAtMost, AddressBits endsAtLeast)
        {
            var end = CountStartingAtMost(startsAtMost);
            if (end is 0 || _lasts[1] < endsAtLeast)
            {
                return [];
            }

            var found = ImmutableArray.CreateBuilder<T>();
            Collect(node: 1, from: 0, size: _leaves, end, endsAtLeast, found);
            return found.ToImmutable();
        }

        private void Collect(int node, int from, int size, int end, AddressBits endsAtLeast, ImmutableArray<T>.Builder found)
        {
            if (from >= end || _lasts[node] < endsAtLeast)
            {
                return;
            }

            if (size is 1)
            {
                found.Add(_values[from]);
                return;
            }

            Collect(2 * node, from, size / 2, end, endsAtLeast, found);
            Collect((2 * node) + 1, from + (size / 2), size / 2, end, endsAtLeast, found);
        }

        private static AddressBits Greater(AddressBits one, AddressBits other) => one > other ? one : other;

        private int CountStartingAtMost(AddressBits address)
        {
            var (low, high) = (0, _firsts.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = _firsts[middle] <= address ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
