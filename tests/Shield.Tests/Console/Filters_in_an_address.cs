using System.Globalization;
using Shield.Console.History;
using Shield.Console.Threats;
using Shield.Core.Planning.Pce;

namespace Shield.Tests.Console;

/// <summary>A link to a page shows what the command of the same filters shows.</summary>
public sealed class Filters_in_an_address
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 20, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("24h", "2026-11-28T20:00Z")]
    [InlineData("2026-11-20", "2026-11-20T00:00Z")]
    [InlineData(" 2026-11-20T08:30Z ", "2026-11-20T08:30Z")]
    public void Take_a_length_of_time_and_a_date_on_every_page(string since, string expected)
    {
        var moment = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);

        Assert.Equal(
            moment,
            new ThreatQuery { Since = since }
                .ToFilter(Now, out var ofThreats)
                .Since
        );
        Assert.Equal(
            moment,
            new HistoryQuery { Since = since }
                .ToFilter(Now, out var ofHistory)
                .Since
        );
        Assert.Empty(ofThreats.Concat(ofHistory));
    }

    [Fact]
    public void Ask_for_nothing_where_they_are_not_understood_and_say_so()
    {
        var filter = new ThreatQuery
        {
            State = "gone",
            Severity = "high",
            Since = "soon",
            In = "10.0.0.0/99",
            Search = "<b>",
        }.ToFilter(Now, out var faults);

        Assert.Equal(
            (true, null, null, true, null),
            (filter.States.IsEmpty, filter.Severity, filter.Since, filter.In.IsEmpty, filter.About)
        );
        Assert.Equal(5, faults.Length);
        Assert.All(faults, fault => Assert.EndsWith(": it was left out", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Show_what_has_ended_to_whoever_asks_for_it() =>
        Assert.Equal(
            (true, EntryState.Ended),
            new ThreatQuery { State = "ended" }.ToFilter(Now, out _) is { All: var all, States: [var state] } ? (all, state) : default
        );
}
