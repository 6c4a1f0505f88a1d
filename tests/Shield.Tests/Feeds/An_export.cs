using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Tests.Feeds;

public sealed class An_export
{
    private static readonly DateTimeOffset Monday = DateTimeOffset.Parse("2026-11-30T07:00:00Z", CultureInfo.InvariantCulture);

    private static readonly Gen<DateTimeOffset> Moment = Gen.Long[0, 40L * 24 * 3600 * 10_000_000].Select(ticks => Monday.AddTicks(ticks));

    private static readonly Gen<Indicator> Party = Gen.Frequency(
        (6, Any.Range.Select(range => new Indicator(range))),
        (1, Gen.OneOf("evil.example", "c2.evil.example", "xn--bcher-kva.example").Select(Indicator.Parse))
    );

    /// <summary>Each party once in each direction, as a list holds it; ends that are past, far away, or none.</summary>
    private static readonly Gen<FeedEntry[]> Entries = Gen.Select(
            Party,
            Gen.OneOf(Direction.Inbound, Direction.Outbound),
            Gen.Frequency((1, Gen.Const((DateTimeOffset?)null)), (4, Moment.Select(moment => (DateTimeOffset?)moment))),
            Moment,
            Moment,
            (party, direction, until, first, last) =>
                new FeedEntry
                {
                    Indicator = party,
                    Direction = direction,
                    Until = until,
                    State = "active",
                    Reason = "brute-force",
                    Severity = 7.5,
                    FirstSeen = first,
                    LastSeen = last,
                }
        )
        .Array[0, 12]
        .Select(entries => entries.DistinctBy(entry => (entry.Indicator, entry.Direction)).ToArray());

    [Theory]
    [InlineData(FeedFormat.Csv)]
    [InlineData(FeedFormat.Json)]
    public async Task Read_again_names_the_same_parties_directions_and_ends(FeedFormat format) =>
        await Entries.SampleAsync(async entries =>
        {
            var read = await Lists.ReadAsync(Written(format, entries), entries.Length is 0 ? format : null);

            Assert.Equal(0, read.RejectedCount);
            Assert.Equal(
                entries.Select(entry => (entry.Indicator, (Directions?)entry.Direction.ToSet(), entry.Until)),
                read.Lines.Select(line => (line.Indicator, line.Directions, line.Until))
            );
        });

    /// <summary>A pattern has no word for a range that is no block: it names the blocks that the range is made of.</summary>
    [Fact]
    public async Task In_STIX_read_again_names_the_same_addresses_directions_and_ends() =>
        await Entries.SampleAsync(async entries =>
        {
            var read = await Lists.ReadAsync(Written(FeedFormat.Stix, entries), most: 100_000);

            Assert.Equal(0, read.RejectedCount);
            Assert.Equal(
                entries
                    .SelectMany(entry =>
                        Pieces(entry.Indicator).Select(piece => (piece, (Directions?)entry.Direction.ToSet(), entry.Until))
                    )
                    .GroupBy(one => (one.piece, one.Item2))
                    .Select(same => (same.Key, same.Any(one => one.Until is null) ? null : same.Max(one => one.Until)))
                    .OrderBy(one => one.Key.piece)
                    .ThenBy(one => one.Key.Item2),
                read.Lines.Select(line => ((line.Indicator, line.Directions), line.Until))
                    .OrderBy(one => one.Item1.Indicator)
                    .ThenBy(one => one.Item1.Directions)
            );
        });

    [Fact]
    public async Task In_plain_lines_read_again_names_the_same_addresses() =>
        await Entries.SampleAsync(async entries =>
        {
            if (entries.Length > 0)
            {
                var read = await Lists.ReadAsync(Written(FeedFormat.Plain, entries), most: 100_000);

                Assert.Equal(0, read.RejectedCount);
                Assert.Equal(
                    entries.SelectMany(entry => Pieces(entry.Indicator)).Distinct().Order(),
                    read.Lines.Select(line => line.Indicator).Order()
                );
            }
        });

    [Fact]
    public async Task Is_the_same_whenever_it_is_written() =>
        await Entries.SampleAsync(entries =>
        {
            foreach (var format in new[] { FeedFormat.Plain, FeedFormat.Csv, FeedFormat.Json, FeedFormat.Stix })
            {
                Assert.Equal(Written(format, entries), Written(format, entries));
            }

            return Task.CompletedTask;
        });

    [Fact]
    public void In_STIX_has_ids_of_its_owner_its_indicator_and_its_direction()
    {
        var entry = Entry("198.51.100.7");
        var (first, later) = (IdOf(entry, "ours"), IdOf(entry with { Until = Monday.AddDays(9), LastSeen = Monday.AddDays(2) }, "ours"));

        Assert.Equal(first, later);
        Assert.NotEqual(first, IdOf(entry, "theirs"));
        Assert.NotEqual(first, IdOf(entry with { Direction = Direction.Outbound }, "ours"));
        Assert.NotEqual(first, IdOf(Entry("198.51.100.8"), "ours"));
        // The version and the variant of RFC 9562.
        Assert.Matches("^indicator--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", first);

        static string IdOf(FeedEntry entry, string owner) =>
            JsonDocument
                .Parse(Written(FeedFormat.Stix, [entry], owner))
                .RootElement.GetProperty("objects")[0]
                .GetProperty("id")
                .GetString()!;
    }

    /// <summary>What STIX 2.1 requires of an indicator (section 4.7), and that it ends behind its start.</summary>
    [Fact]
    public async Task In_STIX_has_what_the_standard_requires() =>
        await Entries.SampleAsync(entries =>
        {
            using var document = JsonDocument.Parse(Written(FeedFormat.Stix, entries));
            foreach (var indicator in document.RootElement.GetProperty("objects").EnumerateArray())
            {
                var (created, modified) = (indicator.GetProperty("created").GetDateTimeOffset(), Moments("modified"));
                Assert.True(created <= modified);
                Assert.Equal("2.1", indicator.GetProperty("spec_version").GetString());
                Assert.Equal("stix", indicator.GetProperty("pattern_type").GetString());
                Assert.True(!indicator.TryGetProperty("valid_until", out var until) || until.GetDateTimeOffset() > Moments("valid_from"));

                DateTimeOffset Moments(string name) => indicator.GetProperty(name).GetDateTimeOffset();
            }

            return Task.CompletedTask;
        });

    [Fact]
    public void In_CSV_has_no_cell_that_a_spreadsheet_would_work_out()
    {
        var text = Encoding.UTF8.GetString(Written(FeedFormat.Csv, [Entry("198.51.100.7") with { Reason = "=cmd|' /C calc'!A0" }]));

        Assert.Equal(
            "indicator,direction,until,state,severity,reason,firstSeen,lastSeen\n"
                + "198.51.100.7,inbound,2026-12-01T07:00:00Z,active,7.5,'=cmd|' /C calc'!A0,2026-11-30T07:00:00Z,2026-11-30T07:00:00Z\n",
            text.ReplaceLineEndings("\n")
        );
    }

    /// <summary>pf, AWS WAF and Network Firewall know addresses and blocks, and no ranges from low to high.</summary>
    [Fact]
    public void In_plain_lines_has_blocks_for_a_range() =>
        Assert.Equal(
            "198.51.100.7\n198.51.100.8/31\nevil.example\n",
            Encoding.UTF8.GetString(Written(FeedFormat.Plain, [Entry("198.51.100.7-198.51.100.9"), Entry("evil.example")]))
        );

    private static FeedEntry Entry(string indicator) =>
        new()
        {
            Indicator = Indicator.Parse(indicator),
            Direction = Direction.Inbound,
            Until = Monday.AddDays(1),
            State = "active",
            Reason = "brute-force",
            Severity = 7.5,
            FirstSeen = Monday,
            LastSeen = Monday,
        };

    private static IEnumerable<Indicator> Pieces(Indicator indicator) =>
        indicator.IsDomain ? [indicator] : RangeSet.Of([indicator.Range]).ToCidrs().Select(block => new Indicator(block));

    private static byte[] Written(FeedFormat format, FeedEntry[] entries, string owner = "ours")
    {
        using var written = new MemoryStream();
        FeedWriter.Write(format, entries, owner, written);
        return written.ToArray();
    }
}
