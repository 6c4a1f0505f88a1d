using System.Numerics;
using CsCheck;
using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

/// <summary>
/// Held against a HashSet. All ranges of the small world end at its addresses, so both spaces fall into atoms that a set holds whole or not
/// at all: the 128 addresses, and the gaps between the neighbourhoods.
/// </summary>
public sealed class A_range_set
{
    private static readonly AddressRange[] Atoms = [.. Any.Addresses.Concat(Gaps()).Order()];

    [Fact]
    public void Has_the_addresses_of_its_ranges_and_no_others() =>
        Any.Range.Array[0, 16].Sample(ranges => AssertSame(ranges.SelectMany(AtomsOf), RangeSet.Of(ranges)));

    [Fact]
    public void Is_united_as_sets_are() =>
        Gen.Select(Any.RangeSet, Any.RangeSet).Sample((one, other) => AssertSame(AtomsOf(one).Union(AtomsOf(other)), one.Union(other)));

    [Fact]
    public void Is_cut_as_sets_are() =>
        Gen.Select(Any.RangeSet, Any.RangeSet).Sample((one, other) => AssertSame(AtomsOf(one).Except(AtomsOf(other)), one.Subtract(other)));

    [Fact]
    public void Is_intersected_as_sets_are() =>
        Gen.Select(Any.RangeSet, Any.RangeSet)
            .Sample((one, other) => AssertSame(AtomsOf(one).Intersect(AtomsOf(other)), one.Intersect(other)));

    [Fact]
    public void Cuts_a_single_range_as_it_cuts_a_set() =>
        Gen.Select(Any.Range, Any.RangeSet)
            .Sample((range, set) => Assert.Equal(RangeSet.Of([range]).Subtract(set).Ranges, range.Subtract(set)));

    [Fact]
    public void Contains_a_range_when_it_has_all_of_it_and_overlaps_when_it_has_some() =>
        Gen.Select(Any.RangeSet, Any.Range)
            .Sample(
                (set, range) =>
                {
                    var (has, asked) = (AtomsOf(set), AtomsOf(range));
                    Assert.Equal(asked.All(has.Contains), set.Contains(range));
                    Assert.Equal(asked.Any(has.Contains), set.Overlaps(range));
                }
            );

    [Fact]
    public void Finds_the_first_run_that_a_range_touches() =>
        Gen.Select(Any.RangeSet, Any.Range)
            .Sample(
                (set, range) =>
                {
                    AddressRange? expected = set.Ranges.Where(range.Overlaps).Select(run => (AddressRange?)run).FirstOrDefault();
                    Assert.Equal(expected, set.Find(range));
                }
            );

    [Fact]
    public void Is_shown_as_runs_that_neither_touch_nor_overlap() =>
        Any.RangeSet.Sample(set =>
        {
            var runs = set.Ranges.ToArray();
            Assert.Equal(runs.Order(), runs);
            Assert.Equal(runs.Length, set.RunCount);
            Assert.Equal(runs.Length == 0, set.IsEmpty);
            Assert.All(
                runs.Zip(runs.Skip(1)),
                pair => Assert.True(pair.First.Family != pair.Second.Family || pair.Second.First - pair.First.Last > 1)
            );
        });

    [Fact]
    public void Is_summarised_in_blocks_exactly() =>
        Any.RangeSet.Sample(set =>
        {
            var blocks = set.ToCidrs().ToArray();
            Assert.All(blocks, block => Assert.True(block.IsBlock));
            Assert.Equal(blocks.Order(), blocks);
            Assert.All(blocks.Zip(blocks.Skip(1)), pair => Assert.False(pair.First.Overlaps(pair.Second)));
            Assert.Equal(set, RangeSet.Of(blocks));
        });

    /// <summary>
    /// Blocks nest or are apart, so a cover by disjoint blocks is the least exactly when none of them could be twice as large.
    /// </summary>
    [Fact]
    public void Is_summarised_in_as_few_blocks_as_there_can_be() =>
        Any.RangeSet.Sample(set =>
            Assert.All(set.ToCidrs().Where(block => block.PrefixLength > 0), block => Assert.False(set.Contains(Twice(block))))
        );

    [Fact]
    public void Counts_its_addresses_up_to_the_last_number_there_is() =>
        Any.RangeSet.Sample(set =>
        {
            var count = AtomsOf(set).Aggregate(BigInteger.Zero, (sum, atom) => sum + (BigInteger)(atom.Last - atom.First) + 1);
            Assert.Equal((UInt128)BigInteger.Min(count, (BigInteger)UInt128.MaxValue), set.Count);
        });

    [Fact]
    public void Is_equal_to_another_with_the_same_addresses_however_it_came_about() =>
        Gen.Select(Any.RangeSet, Any.RangeSet)
            .Sample(
                (one, other) =>
                {
                    Assert.Equal(AtomsOf(one).SetEquals(AtomsOf(other)), one.Equals(other));
                    var again = RangeSet.Of(one.ToCidrs().Reverse());
                    Assert.Equal(one, again);
                    Assert.Equal(one.GetHashCode(), again.GetHashCode());
                }
            );

    [Fact]
    public void Keeps_apart_what_two_families_spell_alike()
    {
        var everything = RangeSet.Of([AddressRange.Parse("::/0")]);
        Assert.False(everything.Overlaps(AddressRange.Parse("192.0.2.1")));
        Assert.Equal("0.0.0.0/0", RangeSet.Of([AddressRange.Parse("::ffff:0:0/96")]).ToString());
    }

    [Theory]
    [InlineData("::/0")]
    [InlineData("0.0.0.0/0")]
    [InlineData("255.255.255.255")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Reaches_both_ends_of_a_space(string text)
    {
        var range = AddressRange.Parse(text);
        var set = RangeSet.Of([range, range]);
        Assert.Equal([range], set.Ranges);
        Assert.Equal([range], set.ToCidrs());
        Assert.Equal(set, set.Union(set));
        Assert.Equal(set, set.Intersect(set));
        Assert.True(set.Subtract(set).IsEmpty);
        Assert.Empty(range.Subtract(set));
    }

    [Fact]
    public void Counts_the_whole_of_both_spaces_as_the_last_number_there_is()
    {
        Assert.Equal(UInt128.MaxValue, RangeSet.Of([AddressRange.Parse("::/0")]).Count);
        Assert.Equal(UInt128.MaxValue, RangeSet.Of([AddressRange.Parse("::/0"), AddressRange.Parse("0.0.0.0/0")]).Count);
        Assert.Equal((UInt128)1 << 32, RangeSet.Of([AddressRange.Parse("0.0.0.0/0")]).Count);
        Assert.Equal((UInt128)1 << 127, RangeSet.Of([AddressRange.Parse("8000::/1")]).Count);
    }

    [Fact]
    public void Needs_62_blocks_at_most_for_a_range_of_IPv4() =>
        Assert.Equal(62, RangeSet.Of([AddressRange.Parse("0.0.0.1-255.255.255.254")]).ToCidrs().Count());

    private static void AssertSame(IEnumerable<AddressRange> expected, RangeSet actual)
    {
        var atoms = expected.ToHashSet();
        Assert.Equal(atoms.Order(), AtomsOf(actual).Order());
        Assert.All(Atoms, atom => Assert.Equal(atoms.Contains(atom), actual.Contains(atom)));
        Assert.Equal(RangeSet.Of(atoms), actual);
    }

    private static HashSet<AddressRange> AtomsOf(RangeSet set) => [.. set.Ranges.SelectMany(AtomsOf)];

    private static HashSet<AddressRange> AtomsOf(AddressRange range)
    {
        var atoms = Atoms.Where(range.Covers).ToHashSet();
        Assert.Equal(atoms, Atoms.Where(range.Overlaps).ToHashSet());
        return atoms;
    }

    private static IEnumerable<AddressRange> Gaps() =>
        from pair in Any.Addresses.Zip(Any.Addresses.Skip(1))
        where pair.First.Family == pair.Second.Family && pair.Second.First - pair.First.Last > 1
        select AddressRange.Between(pair.First.Last + 1, pair.Second.First - 1, pair.First.Family);

    private static AddressRange Twice(AddressRange block)
    {
        var size = block.Last - block.First + 1;
        return AddressRange.Between(block.First & ~size, block.Last | size, block.Family);
    }
}
