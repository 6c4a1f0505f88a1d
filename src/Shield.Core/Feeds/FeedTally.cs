using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>Collects what a list names while it is read.</summary>
/// <param name="source">What rejections are said to come from.</param>
/// <param name="most">How many lines are kept.</param>
internal sealed class FeedTally(string source, int most)
{
    /// <summary>A kind comes from the list itself: of more kinds than that the rest are counted together.</summary>
    private const int MostKinds = 50;

    private readonly Dictionary<(Indicator, Directions?), int> _places = [];
    private readonly List<FeedLine> _lines = [];
    private readonly List<Rejection> _rejected = [];
    private readonly Dictionary<string, long> _notOurs = [];
    private long _rejectedCount;
    private long _repeatedCount;

    public string Source => source;

    /// <summary>There is no room for another indicator: the rest of the list need not be read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Nothing was found that belongs on any list.</summary>
    public bool IsWithoutSense => _lines.Count is 0 && _notOurs.Count is 0 && _rejectedCount > 0;

    /// <summary>For a message.</summary>
    public string FirstRejected => _rejected is [var first, ..] ? $"{first.Position} {first.Reason}" : "";

    public void Add(FeedLine line)
    {
        var key = (line.Indicator, line.Directions);
        if (_places.TryGetValue(key, out var place))
        {
            _repeatedCount++;
            _lines[place] = Merged(_lines[place], line);
        }
        else if (_lines.Count >= most)
        {
            IsCut = true;
        }
        else
        {
            _places.Add(key, _lines.Count);
            _lines.Add(line);
        }
    }

    public void Cut() => IsCut = true;

    public void Reject(string position, string reason)
    {
        _rejectedCount++;
        if (_rejected.Count < FeedReading.MostRejected)
        {
            _rejected.Add(new Rejection(source, position, reason));
        }
    }

    public void PassOver(string kind)
    {
        var name = _notOurs.ContainsKey(kind) || _notOurs.Count < MostKinds ? kind : "other";
        _notOurs[name] = _notOurs.GetValueOrDefault(name) + 1;
    }

    public FeedReading ToReading(FeedFormat format) =>
        new()
        {
            Source = source,
            Format = format,
            Lines = [.. _lines],
            Rejected = [.. _rejected],
            RejectedCount = _rejectedCount,
            RepeatedCount = _repeatedCount,
            NotOurs = _notOurs.ToImmutableSortedDictionary(StringComparer.Ordinal),
            IsCut = IsCut,
        };

    /// <summary>What a list says twice holds for as long as either says, and is taken back only where both say so.</summary>
    private static FeedLine Merged(FeedLine one, FeedLine other)
    {
        if (one.IsRevoked != other.IsRevoked)
        {
            return one.IsRevoked ? other : one;
        }

        return one with
        {
            From = one.From is { } from && other.From is { } start ? Earlier(from, start) : null,
            Until = one.Until is { } until && other.Until is { } end ? Later(until, end) : null,
            At = one.At is { } at && other.At is { } moment ? Later(at, moment) : one.At ?? other.At,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
