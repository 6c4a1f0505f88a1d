using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Indicators;
using Shield.Operating.History;
using Shield.Operating.Words;

namespace Shield.Console.History;

/// <summary>
/// What the address of the page asks for: the filters of <c>history list</c> under the same names. What is empty asks for nothing.
/// </summary>
internal sealed record HistoryQuery
{
    /// <summary>How many are shown where nobody says.</summary>
    public const int UsualLimit = 200;

    public string? Since { get; init; }

    public string? Until { get; init; }

    public string? Who { get; init; }

    public string? Indicator { get; init; }

    public string? Kind { get; init; }

    public string? Limit { get; init; }

    /// <param name="now">For lengths of time.</param>
    /// <param name="faults">What of it cannot be understood, a sentence each. That part asks for nothing then.</param>
    public HistoryFilter ToFilter(DateTimeOffset now, out ImmutableArray<string> faults)
    {
        var wrong = ImmutableArray.CreateBuilder<string>();
        var filter = new HistoryFilter
        {
            Since = Moment("since", Since),
            Until = Moment("until", Until),
            Who = string.IsNullOrWhiteSpace(Who) ? null : Who.Trim(),
            Indicators = Party(),
            Kinds = OneKind(),
            Limit = Most(),
        };
        faults = wrong.DrainToImmutable();
        return filter;

        DateTimeOffset? Moment(string name, string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            var moment = MomentText.Of(text.Trim(), now);
            if (moment is null)
            {
                wrong.Add($"{MomentText.Fault(name, text)}: it was left out");
            }

            return moment;
        }

        ImmutableArray<Indicator> Party()
        {
            if (string.IsNullOrWhiteSpace(Indicator))
            {
                return [];
            }

            if (Core.Indicators.Indicator.TryParse(Indicator.Trim(), out var party, out var error))
            {
                return [party];
            }

            wrong.Add($"indicator: {error}: it was left out");
            return [];
        }

        ImmutableArray<string> OneKind()
        {
            if (string.IsNullOrWhiteSpace(Kind))
            {
                return [];
            }

            if (HistoryWords.Kinds.Contains(Kind))
            {
                return [Kind];
            }

            wrong.Add($"kind takes one of {string.Join(", ", HistoryWords.Kinds)}, not '{Kind}': it was left out");
            return [];
        }

        int Most()
        {
            if (string.IsNullOrWhiteSpace(Limit))
            {
                return UsualLimit;
            }

            if (int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                return number;
            }

            wrong.Add($"limit takes a number such as 50, not '{Limit}': {UsualLimit} are shown");
            return UsualLimit;
        }
    }
}
