using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>One line of a list that Shield writes: a party that is decided to be blocked in one direction.</summary>
public sealed record FeedEntry
{
    public required Indicator Indicator { get; init; }

    public required Direction Direction { get; init; }

    /// <summary>Null where nothing ends it.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>As in <c>threats list</c>: whether the PCE blocks it by now.</summary>
    public required string State { get; init; }

    public required string Reason { get; init; }

    /// <summary>0 of a party that only an operator named.</summary>
    public required double Severity { get; init; }

    /// <summary>When it was first seen, or named by an operator.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last seen, or named by an operator.</summary>
    public required DateTimeOffset LastSeen { get; init; }
}
