using CsCheck;
using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

/// <summary>Held against asking each range by itself.</summary>
public sealed class A_range_index
{
    [Fact]
    public void Finds_what_overlaps_as_a_walk_over_all_does() =>
        Gen.Select(Any.Range.Array[0, 24], Any.Range)
            .Sample(
                (ranges, asked) =>
                    Assert.Equal(
                        Numbered(ranges).Where(one => one.Range.Overlaps(asked)).OrderBy(one => one.Range.First),
                        IndexOf(ranges).Overlapping(asked)
                    )
            );

    [Fact]
    public void Finds_what_covers_as_a_walk_over_all_does() =>
        Gen.Select(Any.Range.Array[0, 24], Any.Range)
            .Sample(
                (ranges, asked) =>
                    Assert.Equal(
                        Numbered(ranges).Where(one => one.Range.Covers(asked)).OrderBy(one => one.Range.First),
                        IndexOf(ranges).Covering(asked)
                    )
            );

    [Fact]
    public void Finds_nothing_where_there_is_nothing()
    {
        var empty = IndexOf([]);
        Assert.True(empty.IsEmpty);
        Assert.All(Any.Addresses, address => Assert.Empty(empty.Overlapping(address)));
    }

    [Theory]
    [InlineData("0.0.0.0/0", "0.0.0.0")]
    [InlineData("::/0", "::")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Knows_both_ends_of_both_spaces(string range, string asked)
    {
        // Three, so that the tree has a leaf that is none.
        var index = IndexOf([AddressRange.Parse(range), AddressRange.Parse(range), AddressRange.Parse("198.51.100.7")]);
        Assert.Equal([0, 1], index.Covering(AddressRange.Parse(asked)).Select(found => found.Number));
    }

    private static IEnumerable<(int Number, AddressRange Range)> Numbered(AddressRange[] ranges) =>
        ranges.Select((range, number) => (number, range));

    private static RangeIndex<(int Number, AddressRange Range)> IndexOf(AddressRange[] ranges) =>
        RangeIndex.Of(Numbered(ranges), one => one.Range);
}
