using System.Collections.Immutable;
using System.Globalization;
using Shield.Console.Parts;
using Shield.Operating.History;

namespace Shield.Console.History;

/// <summary>
/// What the address of the page asks for: the filters of <c>history list</c> under the same names. What is empty asks for nothing.
/// </summary>
internal sealed record HistoryQuery
{
    /// <summary>How many are shown where nobody says.</summary>
    public const int UsualLimit = 200;

    private static readonly ImmutableArray<(string Word, int Meaning)> Kinds = [.. HistoryWords.Kinds.Select((word, at) => (word, at))];

    public string? Since { get; init; }

    public string? Until { get; init; }

    public string? Who { get; init; }

    public string? Indicator { get; init; }

    public string? Kind { get; init; }

    public string? Limit { get; init; }

    /// <param name="now">For lengths of time.</param>
    /// <param name="faults">What of it cannot be understood, a sentence each.</param>
    public HistoryFilter ToFilter(DateTimeOffset now, out ImmutableArray<string> faults)
    {
        var reading = new AddressReading(now);
        var filter = new HistoryFilter
        {
            Since = reading.Moment("since", Since),
            Until = reading.Moment("until", Until),
            Who = AddressReading.Given(Who),
            Indicators = reading.Party("indicator", Indicator) is { } party ? [party] : [],
            Kinds = reading.OneOf("kind", Kind, Kinds) is { } at ? [HistoryWords.Kinds[at]] : [],
            Limit =
                reading.Read<int>(
                    Limit,
                    given =>
                        int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                            ? (number, null)
                            : (null, $"limit takes a number such as 50, not '{given}'")
                ) ?? UsualLimit,
        };
        faults = reading.Faults;
        return filter;
    }
}
