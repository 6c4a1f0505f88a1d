using System.Numerics;
using System.Runtime.InteropServices;

namespace Shield.Core.Indicators;

/// <summary>
/// The addresses of one family as maximal runs: sorted, apart from each other by at least one address. A run of IPv4 costs 8 bytes, one of
/// IPv6 32.
/// </summary>
internal sealed class Runs<T>
    where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    public static readonly Runs<T> Empty = new([]);

    private readonly Run<T>[] _runs;

    private Runs(Run<T>[] runs) => _runs = runs;

    public ReadOnlySpan<Run<T>> Span => _runs;

    public int Length => _runs.Length;

    public Run<T> this[int index] => _runs[index];

    /// <summary>From runs in any order, with overlaps. Sorts the list it is given.</summary>
    public static Runs<T> Of(List<Run<T>> runs)
    {
        CollectionsMarshal.AsSpan(runs).Sort();
        var result = new Builder(runs.Count);
        foreach (var run in CollectionsMarshal.AsSpan(runs))
        {
            result.Add(run);
        }

        return result.Done();
    }

    /// <summary>The first run that does not end before <paramref name="address"/>, by its index; the length where all do.</summary>
    public int At(T address)
    {
        var (low, high) = (0, _runs.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_runs[middle].Last < address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first run that shares an address with the given one, by its index; -1 where none does.</summary>
    public int Find(Run<T> run) => At(run.First) is var at && at < _runs.Length && _runs[at].First <= run.Last ? at : -1;

    /// <summary>Runs are maximal, so what is contained at all is contained in one.</summary>
    public bool Contains(Run<T> run) => Find(run) is var at and >= 0 && _runs[at].First <= run.First && run.Last <= _runs[at].Last;

    public Runs<T> Union(Runs<T> other)
    {
        var (left, right) = (_runs, other._runs);
        var result = new Builder(left.Length + right.Length);
        int i = 0,
            j = 0;
        while (i < left.Length || j < right.Length)
        {
            var isLeft = j == right.Length || (i < left.Length && left[i].First <= right[j].First);
            result.Add(isLeft ? left[i++] : right[j++]);
        }

        return result.Done();
    }

    public Runs<T> Intersect(Runs<T> other)
    {
        var (left, right) = (_runs, other._runs);
        var result = new Builder(Math.Max(left.Length, right.Length));
        int i = 0,
            j = 0;
        while (i < left.Length && j < right.Length)
        {
            var (first, last) = (T.Max(left[i].First, right[j].First), T.Min(left[i].Last, right[j].Last));
            if (first <= last)
            {
                result.Add(new Run<T>(first, last));
            }

            _ = left[i].Last < right[j].Last ? i++ : j++;
        }

        return result.Done();
    }

    public Runs<T> Subtract(Runs<T> other)
    {
        var result = new Builder(_runs.Length);
        var at = 0;
        foreach (var run in _runs)
        {
            while (at < other._runs.Length && other._runs[at].Last < run.First)
            {
                at++;
            }

            other.CutFrom(run, at, ref result);
        }

        return result.Done();
    }

    /// <summary>What of one run is not in this set.</summary>
    public Runs<T> LeftOf(Run<T> run)
    {
        var result = new Builder(1);
        CutFrom(run, At(run.First), ref result);
        return result.Done();
    }

    /// <summary>All addresses together, at most UInt128.MaxValue: the whole of IPv6 is one more.</summary>
    public UInt128 Count()
    {
        UInt128 count = 0;
        foreach (var run in _runs)
        {
            var more = UInt128.CreateChecked(run.Last - run.First);
            count = UInt128.MaxValue - count <= more ? UInt128.MaxValue : count + more + 1;
        }

        return count;
    }

    /// <summary>The fewest CIDR blocks that hold exactly these addresses, from low to high.</summary>
    public IEnumerable<Run<T>> Blocks()
    {
        foreach (var run in _runs)
        {
            var first = run.First;
            while (true)
            {
                var block = new Run<T>(first, first | LargestBlock(first, run.Last - first));
                yield return block;
                if (block.Last == run.Last)
                {
                    break;
                }

                first = block.Last + T.One;
            }
        }
    }

    public bool SameAs(Runs<T> other) => Span.SequenceEqual(other.Span);

    /// <summary>
    /// The host bits of the largest block that begins at an address and goes no further than <paramref name="distance"/> beyond it.
    /// </summary>
    private static T LargestBlock(T first, T distance)
    {
        var aligned = first == T.Zero ? T.MaxValue : (first & -first) - T.One;
        var room = distance == T.MaxValue ? T.MaxValue : (T.One << int.CreateTruncating(T.Log2(distance + T.One))) - T.One;
        return T.Min(aligned, room);
    }

    private void CutFrom(Run<T> run, int at, ref Builder result)
    {
        var first = run.First;
        for (; at < _runs.Length && _runs[at].First <= run.Last; at++)
        {
            var cut = _runs[at];
            if (first < cut.First)
            {
                result.Add(new Run<T>(first, cut.First - T.One));
            }

            if (cut.Last >= run.Last)
            {
                return;
            }

            first = cut.Last + T.One;
        }

        result.Add(new Run<T>(first, run.Last));
    }

    /// <summary>Takes runs in the order of their first addresses and joins those that overlap or touch.</summary>
    private struct Builder(int capacity)
    {
        private Run<T>[] _runs = new Run<T>[capacity];
        private int _count;

        public void Add(Run<T> run)
        {
            if (_count > 0 && _runs[_count - 1] is var last && (last.Last == T.MaxValue || run.First <= last.Last + T.One))
            {
                _runs[_count - 1] = last with { Last = T.Max(last.Last, run.Last) };
                return;
            }

            if (_count == _runs.Length)
            {
                Array.Resize(ref _runs, Math.Max(4, 2 * _count));
            }

            _runs[_count++] = run;
        }

        public Runs<T> Done()
        {
            if (_count == 0)
            {
                return Empty;
            }

            Array.Resize(ref _runs, _count);
            return new Runs<T>(_runs);
        }
    }
}
