using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Evidence;

/// <summary>
/// When a finding repeats, GuardDuty keeps its id and overwrites its remote party (docs/guardduty.md#3-delivery-and-repetition). So the
/// party is in the key: a new party is new evidence.
/// </summary>
public sealed record SightingKey(FindingKey Finding, Indicator Indicator);

/// <summary>Finding × indicator: the evidence. It only grows; order, repetition and grouping of reports cannot matter.</summary>
public sealed record Sighting
{
    public required SightingKey Key { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The latest moment that an unarchived report vouches for (<see cref="SupportOf"/>); null if none does.</summary>
    public required DateTimeOffset? Supported { get; init; }

    /// <summary>
    /// After this moment nothing is known of it. A claim about the future may count from a later one than it was seen at.
    /// </summary>
    public DateTimeOffset Last => Supported > LastSeen ? Supported.Value : LastSeen;

    public required double Severity { get; init; }

    public required long Count { get; init; }

    /// <summary>Where reports came from: the account of the event around it, else such as <c>file</c>.</summary>
    public required ImmutableSortedSet<string> Sources { get; init; }

    public required ImmutableSortedSet<Circumstance> Circumstances { get; init; }

    /// <summary>All that has no greatest value: the newest report's word counts.</summary>
    public required Report Latest { get; init; }

    /// <summary>What one report is worth. A claim about the future counts from its arrival; an archived report supports nothing.</summary>
    public static DateTimeOffset? SupportOf(DateTimeOffset eventLastSeen, DateTimeOffset receivedAt, bool archived) =>
        archived ? null : Earlier(eventLastSeen, receivedAt);

    /// <summary>Commutative, associative, idempotent. With "the last one to arrive wins", the order of delivery would decide.</summary>
    /// <exception cref="ArgumentException">The other sighting is about something else.</exception>
    public Sighting Merge(Sighting other)
    {
        if (other.Key != Key)
        {
            throw new ArgumentException($"{other.Key} is evidence about something other than {Key}", nameof(other));
        }

        return new Sighting
        {
            Key = Key,
            FirstSeen = Earlier(FirstSeen, other.FirstSeen),
            LastSeen = LastSeen > other.LastSeen ? LastSeen : other.LastSeen,
            Supported = Nullable.Compare(Supported, other.Supported) > 0 ? Supported : other.Supported,
            Severity = Math.Max(Severity, other.Severity),
            Count = Math.Max(Count, other.Count),
            Sources = Sources.Union(other.Sources),
            Circumstances = Circumstances.Union(other.Circumstances),
            Latest = Latest.CompareTo(other.Latest) >= 0 ? Latest : other.Latest,
        };
    }

    // The compiler's equality would compare the two sets by reference.
    public bool Equals(Sighting? other) =>
        other is not null
        && Key == other.Key
        && FirstSeen == other.FirstSeen
        && LastSeen == other.LastSeen
        && Supported == other.Supported
        && Severity.Equals(other.Severity)
        && Count == other.Count
        && Latest == other.Latest
        && Sources.SetEquals(other.Sources)
        && Circumstances.SetEquals(other.Circumstances);

    public override int GetHashCode() => HashCode.Combine(Key, FirstSeen, LastSeen, Supported, Severity, Count, Latest);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
