using System.Collections.Immutable;

namespace Shield.PceSimulator.IpLists;

/// <summary>A set of addresses: its intervals, sorted, apart from each other.</summary>
internal sealed class IntervalUnion
{
    private readonly ImmutableArray<Interval> _parts;

    private IntervalUnion(ImmutableArray<Interval> parts) => _parts = parts;

    public static IntervalUnion Of(IEnumerable<Interval> intervals)
    {
        var parts = ImmutableArray.CreateBuilder<Interval>();
        foreach (var next in intervals.OrderBy(interval => interval.Family).ThenBy(interval => interval.First))
        {
            if (parts is [.., var last] && last.Family == next.Family && (last.Last == UInt128.MaxValue || next.First <= last.Last + 1))
            {
                parts[^1] = last with { Last = UInt128.Max(last.Last, next.Last) };
            }
            else
            {
                parts.Add(next);
            }
        }

        return new IntervalUnion(parts.ToImmutable());
    }

    public bool IsStrictlyWithin(IntervalUnion other) => _parts.All(other.Covers) && !_parts.SequenceEqual(other._parts);

    /// <summary>The parts lie apart, so one of them alone must hold the interval: the last that does not begin after it.</summary>
    private bool Covers(Interval interval)
    {
        var (low, high) = (0, _parts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((_parts[middle].Family, _parts[middle].First).CompareTo((interval.Family, interval.First)) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && _parts[low - 1].Contains(interval);
    }
}
