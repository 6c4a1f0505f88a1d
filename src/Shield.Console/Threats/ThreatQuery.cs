using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Settings;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Console.Threats;

/// <summary>
/// What the address of the page asks for: the filters of <c>threats list</c> under the same names, so that a link shows the same to whoever
/// opens it. What is empty asks for nothing.
/// </summary>
internal sealed record ThreatQuery
{
    public static readonly ImmutableArray<string> States = [.. Enum.GetValues<EntryState>().Select(state => state.ToWord())];

    public static readonly ImmutableArray<string> Verdicts =
    [
        .. Enum.GetValues<Verdict>().OrderDescending().Select(verdict => verdict.ToWord()),
    ];

    public static readonly ImmutableArray<string> AllDirections = ["inbound", "outbound", "both"];

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
    /// <param name="faults">What of it cannot be understood, a sentence each. That part asks for nothing then.</param>
    public ThreatFilter ToFilter(DateTimeOffset now, out ImmutableArray<string> faults)
    {
        var wrong = ImmutableArray.CreateBuilder<string>();
        var state = Among(State, Enum.GetValues<EntryState>(), one => one.ToWord(), "state");
        var verdict = Among(Verdict, Enum.GetValues<Verdict>(), one => one.ToWord(), "verdict");
        var direction = Among(Direction, [Directions.Inbound, Directions.Outbound, Directions.Both], one => one.ToWord(), "direction");
        var filter = new ThreatFilter
        {
            All = All || state is EntryState.Ignored or EntryState.Ended || verdict is Core.FindingTypes.Verdict.Ignore,
            States = state is { } only ? [only] : [],
            Verdicts = verdict is { } answer ? [answer] : [],
            Reasons = Given(Reason),
            Types = Given(Type),
            Accounts = Given(Account),
            Regions = Given(Region),
            Severity = Number(),
            Since = Moment(),
            Direction = direction,
            In = Range(),
            About = Party(),
            Sort = string.IsNullOrWhiteSpace(Sort) ? null : Sort,
        };
        faults = wrong.DrainToImmutable();
        return filter;

        T? Among<T>(string? text, IEnumerable<T> values, Func<T, string> word, string name)
            where T : struct
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            var all = values.ToList();
            foreach (var value in all.Where(value => word(value) == text))
            {
                return value;
            }

            wrong.Add($"{name} takes one of {string.Join(", ", all.Select(word))}, not '{text}'");
            return null;
        }

        static ImmutableArray<string> Given(string? text) => string.IsNullOrWhiteSpace(text) ? [] : [text.Trim()];

        double? Number()
        {
            if (string.IsNullOrWhiteSpace(Severity))
            {
                return null;
            }

            if (double.TryParse(Severity, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            wrong.Add($"severity takes a number from 0 to 10, such as 7 or 4.5, not '{Severity}'");
            return null;
        }

        DateTimeOffset? Moment()
        {
            if (string.IsNullOrWhiteSpace(Since))
            {
                return null;
            }

            if (Duration.TryParse(Since, out var length))
            {
                return now - length;
            }

            wrong.Add($"since takes a length of time such as 24h or 7d, not '{Since}'");
            return null;
        }

        ImmutableArray<AddressRange> Range()
        {
            if (string.IsNullOrWhiteSpace(In))
            {
                return [];
            }

            if (AddressRange.TryParse(In.Trim(), out var range, out var error))
            {
                return [range];
            }

            wrong.Add($"in: {error}");
            return [];
        }

        Indicator? Party()
        {
            if (string.IsNullOrWhiteSpace(Search))
            {
                return null;
            }

            if (Indicator.TryParse(Search.Trim(), out var party, out var error))
            {
                return party;
            }

            wrong.Add($"search: {error}");
            return null;
        }
    }
}
