using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

/// <summary>Our table against IANA's own files.</summary>
public sealed partial class The_registries_of_IANA
{
    [Theory]
    [InlineData("iana-ipv4-special-registry-1.csv", 26, AddressFamily.IPv4)]
    [InlineData("iana-ipv6-special-registry-1.csv", 25, AddressFamily.IPv6)]
    public void Stand_in_our_table_row_by_row(string file, int blocks, AddressFamily family)
    {
        var published = Rows(file).ToArray();
        Assert.Equal(blocks, published.Length);

        var ours = SpecialPurpose
            .Blocks.Where(block => block.GloballyReachable is not GloballyReachable.NotListed && block.Range.Family == family)
            .Select(block => (block.Range, block.Name, block.Rfc, block.GloballyReachable));
        Assert.Equal(published.OrderBy(row => row.Range), ours.OrderBy(row => row.Range));
    }

    [Fact]
    public void Are_as_large_as_was_computed_elsewhere()
    {
        var v4 = RangeSet.Of(Rows("iana-ipv4-special-registry-1.csv").Select(row => row.Range));
        Assert.Equal((17, 17, (UInt128)324_274_176), (v4.ToCidrs().Count(), v4.RunCount, v4.Count));

        var v6 = RangeSet.Of(Rows("iana-ipv6-special-registry-1.csv").Select(row => row.Range));
        Assert.Equal(
            (13, 13, "3001512746836576502155312936714764290"),
            (v6.ToCidrs().Count(), v6.RunCount, v6.Count.ToString(CultureInfo.InvariantCulture))
        );

        var withMulticast = v6.Union(RangeSet.Of([AddressRange.Parse("ff00::/8")]));
        Assert.Equal(
            (14, 14, "4330740742621492375059119996995108866"),
            (withMulticast.ToCidrs().Count(), withMulticast.RunCount, withMulticast.Count.ToString(CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void Answer_for_each_address_of_the_lookup_table()
    {
        var lookups = File.ReadLines(SharedFolder.File("never-block", "lookups.tsv")).Skip(1).Select(line => line.Split('\t')).ToArray();
        Assert.Equal(93, lookups.Length);
        Assert.All(
            lookups,
            cells =>
            {
                var address = AddressRange.Exact(cells[0]);
                var listed = SpecialPurpose
                    .Find(address)
                    .FirstOrDefault(block => block.GloballyReachable is not GloballyReachable.NotListed);
                Assert.Equal(cells[1] is "-" ? null : AddressRange.Exact(cells[1]), listed?.Range);
                Assert.Equal(cells[2], listed is null ? "-" : Spelled(listed.GloballyReachable));
                Assert.Equal(
                    cells[3].Contains("named.root", StringComparison.Ordinal),
                    WellKnown.Find(address) is [{ Reason: AddressReason.RootServer }]
                );
            }
        );
    }

    private static string Spelled(GloballyReachable reachable) =>
        reachable switch
        {
            GloballyReachable.Blank => "(blank)",
            GloballyReachable.NotApplicable => "N/A",
            _ => reachable.ToString(),
        };

    private static IEnumerable<(AddressRange Range, string Name, string Rfc, GloballyReachable Reachable)> Rows(string file) =>
        from cells in Records(File.ReadAllText(SharedFolder.File("never-block", file))).Skip(1)
        from block in Footnote().Replace(cells[0], "").Split(',', StringSplitOptions.TrimEntries)
        select (AddressRange.Exact(block), cells[1].Trim('"'), Rfcs(cells[2]), Reachable(Footnote().Replace(cells[8], "")));

    private static string Rfcs(string cell) =>
        string.Join(
            ", ",
            Brackets()
                .Matches(cell)
                .Select(match =>
                    match.Groups[1].Value is ['R', 'F', 'C', >= '0' and <= '9', ..] rfc ? $"RFC {rfc[3..]}" : match.Groups[1].Value
                )
        );

    private static GloballyReachable Reachable(string cell) =>
        cell switch
        {
            "True" => GloballyReachable.True,
            "False" => GloballyReachable.False,
            "N/A" => GloballyReachable.NotApplicable,
            "" => GloballyReachable.Blank,
            _ => throw new FormatException(cell),
        };

    /// <summary>RFC 4180: quoted cells hold commas, line ends and doubled quotes.</summary>
    private static IEnumerable<List<string>> Records(string text)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when isQuoted && at + 1 < text.Length && text[at + 1] == '"':
                    cell.Append(text[at++]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !isQuoted:
                    break;
                case '\n' when !isQuoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    yield return cells;
                    cells = [];
                    break;
                default:
                    cell.Append(text[at]);
                    break;
            }
        }
    }

    [GeneratedRegex(@" \[\d+\]")]
    private static partial Regex Footnote();

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex Brackets();
}
