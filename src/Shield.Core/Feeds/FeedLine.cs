using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>What one line or object of a list names. A line that names two indicators is two of these.</summary>
public sealed record FeedLine
{
    /// <summary>Of <see cref="Text"/>, in characters.</summary>
    public const int LongestText = 200;

    public required Indicator Indicator { get; init; }

    /// <summary>
    /// The list's own words: the whole line, the name of an object, the comment of an attribute. At most <see cref="LongestText"/>
    /// characters, and none that controls anything. It is data, to be shown.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>Where in the list it stands, such as <c>line 7</c> or <c>objects[3]</c>.</summary>
    public string Position { get; init; } = "";

    /// <summary>What the list calls it, such as <c>indicator--…</c> of STIX or the uuid of MISP; null where it has no name.</summary>
    public string? Id { get; init; }

    /// <summary>The list says that it holds only from then on (STIX's <c>valid_from</c>); null: at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The list says that it no longer holds from then on; null: the list does not say.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The list takes it back.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>When the list last changed or saw it; null: the list does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Null: the list does not say, as nearly all lists.</summary>
    public Directions? Directions { get; init; }

    public bool HasEndedBy(DateTimeOffset moment) => Until <= moment;

    public bool BeginsAfter(DateTimeOffset moment) => From > moment;

    /// <summary>By the list's own word it holds at that moment.</summary>
    public bool IsInForceAt(DateTimeOffset moment) => !IsRevoked && !HasEndedBy(moment) && !BeginsAfter(moment);
}
