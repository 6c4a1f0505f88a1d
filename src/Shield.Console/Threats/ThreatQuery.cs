using System.Collections.Immutable;
using System.Globalization;
using Shield.Console.Parts;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Console.Threats;

/// <summary>
/// What the address of the page asks for: the filters of <c>threats list</c> under the same names, so that a link shows the same to whoever
/// opens it. What is empty asks for nothing.
/// </summary>
internal sealed record ThreatQuery
{
    private static readonly ImmutableArray<(string Word, EntryState Meaning)> AllStates =
    [
        .. Enum.GetValues<EntryState>().Select(state => (state.ToWord(), state)),
    ];

    private static readonly ImmutableArray<(string Word, Verdict Meaning)> AllVerdicts =
    [
        .. Enum.GetValues<Verdict>().OrderDescending().Select(verdict => (verdict.ToWord(), verdict)),
    ];

    private static readonly ImmutableArray<(string Word, Directions Meaning)> AllDirections =
    [
        .. new[] { Directions.Inbound, Directions.Outbound, Directions.Both }.Select(direction => (direction.ToWord(), direction)),
    ];

    public static ImmutableArray<string> StateWords => [.. AllStates.Select(one => one.Word)];

    public static ImmutableArray<string> VerdictWords => [.. AllVerdicts.Select(one => one.Word)];

    public static ImmutableArray<string> DirectionWords => [.. AllDirections.Select(one => one.Word)];

    public string? Search { get; init; }

    public string? State { get; init; }

    public string? Verdict { get; init; }

    public string? Reason { get; init; }

    public string? Type { get; init; }

    public string? Account { get; init; }

    public string? Region { get; init; }

    public string? Severity { get; init; }

    public string? Since { get; init; }

    public string? Direction { get; init; }

    public string? In { get; init; }

    public string? Sort { get; init; }

    public bool All { get; init; }

    /// <param name="now">For lengths of time.</param>
    /// <param name="faults">What of it cannot be understood, a sentence each.</param>
    public ThreatFilter ToFilter(DateTimeOffset now, out ImmutableArray<string> faults)
    {
        var reading = new AddressReading(now);
        ImmutableArray<EntryState> states = [.. Some(reading.OneOf("state", State, AllStates))];
        ImmutableArray<Verdict> verdicts = [.. Some(reading.OneOf("verdict", Verdict, AllVerdicts))];
        var filter = new ThreatFilter
        {
            All = All || ThreatFilter.AreOfAll(states, verdicts),
            States = states,
            Verdicts = verdicts,
            Reasons = Given(Reason),
            Types = Given(Type),
            Accounts = Given(Account),
            Regions = Given(Region),
            Severity = reading.Read<double>(
                Severity,
                given =>
                    double.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                        ? (number, null)
                        : (null, $"severity takes a number from 0 to 10, such as 7 or 4.5, not '{given}'")
            ),
            Since = reading.Moment("since", Since),
            Direction = reading.OneOf("direction", Direction, AllDirections),
            In = [.. Some(reading.Range("in", In))],
            About = reading.Party("search", Search),
            Sort = string.IsNullOrWhiteSpace(Sort) ? null : Sort,
        };
        faults = reading.Faults;
        return filter;

        static ImmutableArray<string> Given(string? text) => AddressReading.Given(text) is { } given ? [given] : [];

        static IEnumerable<T> Some<T>(T? value)
            where T : struct => value is { } one ? [one] : [];
    }
}
