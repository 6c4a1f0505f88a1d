using System.Globalization;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Reconciling;

public sealed class A_version_that_took_an_entry_off
{
    private const string A = "45.95.11.7";
    private const string B = "45.95.12.7";

    public static TheoryData<string, string[], string[], string[]> Cases =>
        new()
        {
            // what, versions since the last outcome and what they held, missing | the version that took each off
            { "the only one since", [$"7 {A}", "8"], [A], [$"{A} 8"] },
            { "one between others", [$"7 {A}", $"8 {A}", "9", "10"], [A], [$"{A} 9"] },
            { "the newest", [$"7 {A}", $"8 {A}", $"9 {A}", "10"], [A], [$"{A} 10"] },
            { "two entries, two versions", [$"7 {A} {B}", $"8 {A}", "9", "10"], [A, B], [$"{A} 9", $"{B} 8"] },
            { "two entries, one version", [$"7 {A} {B}", "8", "9"], [A, B], [$"{A} 8", $"{B} 8"] },
            { "of two departures the last one", [$"7 {A}", "8", $"9 {A}", "10"], [A], [$"{A} 10"] },
            { "no version since", [$"7 {A}"], [A], [] },
            { "a version between that the PCE does not keep", [$"7 {A}", "9", "10"], [A], [] },
            { "one that the PCE does not keep, before the departure", [$"6 {A}", $"8 {A}", "9", "10"], [A], [$"{A} 9"] },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_the_first_without_it_after_the_last_with_it(string what, string[] versions, string[] missing, string[] departures)
    {
        var found = await FindAsync(new PceOfVersions(versions), missing);
        Assert.True(departures.SequenceEqual(found), $"{what}: {string.Join(", ", found)}");
    }

    [Fact]
    public async Task Is_looked_for_among_sixteen_in_turn_and_before_them_by_halves()
    {
        var pce = new PceOfVersions([$"1 {A}", $"2 {A}", $"3 {A}", $"4 {A}", .. Enumerable.Range(5, 36).Select(number => $"{number}")]);
        Assert.Equal([$"{A} 5"], await FindAsync(pce, [A]));
        Assert.Equal([39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 12, 6, 3, 4, 5], pce.Asked);
    }

    [Fact]
    public async Task Is_not_looked_for_in_more_than_48_though_it_stays_unknown_for_some_entries()
    {
        // Entry n was taken off by version 10 n, so each costs a search of its own.
        string[] entries = [.. Enumerable.Range(1, 40).Select(n => $"45.95.11.{n + 20}")];
        var pce = new PceOfVersions(
            Enumerable.Range(1, 401).Select(number => string.Join(' ', [$"{number}", .. entries.Where((_, at) => number < 10 * (at + 1))]))
        );
        var found = await FindAsync(pce, entries);
        Assert.Equal(48, pce.Asked.Count);
        Assert.InRange(found.Length, 1, 39);
        Assert.All(
            found,
            one => Assert.EndsWith($" {10 * (Array.IndexOf(entries, one.Split(' ')[0]) + 1)}", one, StringComparison.Ordinal)
        );
    }

    public static TheoryData<string, string, bool> Standing =>
        new()
        {
            // what version 8 held, and how | whether the entry still stood there
            { "the entry", "ours", true },
            { "somebody's copy of it, which blocks too", "foreign", true },
            { "an exclusion of somebody", "exclusion", false },
            { "another entry", "another", false },
            { "it, on a list that was there before ours", "another list", false },
            { "it, on our other list", "outbound", false },
        };

    [Theory]
    [MemberData(nameof(Standing))]
    public async Task Left_nothing_on_this_list_that_blocks_the_party(string what, string held, bool stood)
    {
        var outbound = PceOfVersions.ListsWith([])[1];
        var pce = new PceOfVersions([$"7 {A}", $"8 {A}", "9"])
        {
            Held = (number, lists) =>
                (number, held) switch
                {
                    (8, "foreign") => PceOfVersions.ListsWith([Foreign(A)]),
                    (8, "exclusion") => PceOfVersions.ListsWith([Foreign(A) with { IsExclusion = true }]),
                    (8, "another") => PceOfVersions.ListsWith([Ours(B)]),
                    (8, "another list") => [lists[0] with { Href = "/orgs/1/sec_policy/draft/ip_lists/3" }],
                    (8, "outbound") => [lists[0] with { Entries = [Sentinel] }, outbound with { Entries = [Sentinel, Ours(A)] }],
                    _ => lists,
                },
        };
        var found = await FindAsync(pce, [A]);
        Assert.True(found is [var one] && one == $"{A} {(stood ? 9 : 8)}", what);
    }

    [Fact]
    public async Task Is_that_of_the_list_on_which_it_is_missing()
    {
        var pce = new PceOfVersions([$"7 {A}", $"8 {A}", "9"])
        {
            Held = (number, lists) => [lists[0], lists[1] with { Entries = number is 7 ? [Sentinel, Ours(A)] : [Sentinel] }],
        };
        Assert.Equal([$"{A} 8"], await FindAsync(pce, [A], ListPurpose.Outbound));
        Assert.Equal([$"{A} 9"], await FindAsync(pce, [A]));
    }

    /// <summary>Since the oldest version that the PCE keeps.</summary>
    private static async Task<string[]> FindAsync(PceOfVersions pce, string[] missing, ListPurpose list = ListPurpose.Inbound)
    {
        var versions = await PolicyVersions.ReadAsync(pce, TestContext.Current.CancellationToken);
        var found = await Departures.FindAsync(
            [.. missing.Select(entry => new MissingEntry(list, Indicator.Parse(entry), "f00d"))],
            OurLists.Of(Empty, Owner, PceMode.Deny).Lists,
            versions.Listed[^1].Number,
            versions,
            TestContext.Current.CancellationToken
        );
        return
        [
            .. found
                .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key.Entry} {one.Value}"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
