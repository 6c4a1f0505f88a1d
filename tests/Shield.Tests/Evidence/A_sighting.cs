using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Tests.Evidence;

/// <summary>Law 7: evidence only grows.</summary>
public sealed class A_sighting
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Hour = Gen.Int[0, 3].Select(hours => Noon.AddHours(hours));

    // Separators and absent fields on purpose: two reports of one moment must not tie unless they are equal.
    private static readonly Gen<string?> Word = Gen.OneOf<string?>(null, "", "a", "\u001f", "a\u001f", "\u001fa", "1:a,");

    private static readonly Gen<Report> Report =
        from updatedAt in Gen.Int[0, 1].Select(hours => Noon.AddHours(hours))
        from sample in Gen.Bool
        from port in Gen.OneOf<int?>(null, 22)
        from remotePort in Gen.OneOf<int?>(null, 443)
        from resource in Word
        from country in Word
        from asn in Word
        select new Report
        {
            UpdatedAt = updatedAt,
            Type = "Recon:EC2/Portscan",
            IsSample = sample,
            LocalPort = port,
            RemotePort = remotePort,
            Resource = resource,
            Country = country,
            Asn = asn,
        };

    private static readonly Gen<ImmutableSortedSet<Circumstance>> Circumstances = Gen.Select(
            Gen.Enum<ResourceRole>(),
            Gen.Enum<ConnectionDirection>(),
            (role, direction) => new Circumstance(role, direction)
        )
        .Array[1, 2]
        .Select(some => some.ToImmutableSortedSet());

    private static readonly Gen<Sighting> Any =
        from first in Hour
        from last in Hour
        from supported in Gen.OneOf(Gen.Const((DateTimeOffset?)null), Hour.Select(hour => (DateTimeOffset?)hour))
        from severity in Gen.OneOf(2.0, 5.0, 8.0)
        from count in Gen.Long[1, 3]
        from sources in Gen.OneOf("file", "sqs", "Sqs").Array[1, 2]
        from circumstances in Circumstances
        from report in Report
        select new Sighting
        {
            Key = new SightingKey(new FindingKey("111122223333", "eu-west-1", "f"), Indicator.Parse("203.0.113.7")),
            FirstSeen = first,
            LastSeen = last,
            Supported = supported,
            Severity = severity,
            Count = count,
            Sources = [.. sources],
            Circumstances = circumstances,
            Latest = report,
        };

    private static readonly Dictionary<string, Func<Sighting, Sighting>> Changes = new()
    {
        ["its key"] = one => one with { Key = one.Key with { Finding = one.Key.Finding with { Id = "g" } } },
        ["when it was seen first"] = one => one with { FirstSeen = one.FirstSeen.AddTicks(1) },
        ["when it was seen last"] = one => one with { LastSeen = one.LastSeen.AddTicks(1) },
        ["until when it supports a block"] = one => one with { Supported = one.Supported!.Value.AddTicks(1) },
        ["that it supports none"] = one => one with { Supported = null },
        ["how severe it is"] = one => one with { Severity = 7.9 },
        ["how often it was seen"] = one => one with { Count = 3 },
        ["its newest report"] = one => one with { Latest = one.Latest with { Country = "NL" } },
        ["who told it"] = one => one with { Sources = ["file"] },
        ["its circumstances"] = one => one with { Circumstances = [] },
    };

    public static TheoryData<string> Differences => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Differences))]
    public void Is_another_one_where_a_single_thing_differs(string what)
    {
        var one = World.Seen("203.0.113.7", severity: 8) with { Sources = ["file", "sqs"], Count = 2 };
        Assert.False(one.Equals(Changes[what](one)), what);
        Assert.True(one.Equals(one with { Sources = ["sqs", "file"] }), "the order of sources is none");
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void Merges_the_same_whichever_report_came_first() =>
        Gen.Select(Any, Any).Sample((a, b) => Assert.Equal(a.Merge(b), b.Merge(a)));

    [Fact]
    public void Merges_the_same_however_reports_were_grouped() =>
        Gen.Select(Any, Any, Any).Sample((a, b, c) => Assert.Equal(a.Merge(b).Merge(c), a.Merge(b.Merge(c))));

    [Fact]
    public void Learns_nothing_from_a_report_that_it_already_has() =>
        Gen.Select(Any, Any)
            .Sample(
                (a, b) =>
                {
                    Assert.Equal(a, a.Merge(a));
                    Assert.Equal(a.Merge(b), a.Merge(b).Merge(b));
                }
            );

    [Fact]
    public void Loses_nothing_that_it_knew() =>
        Gen.Select(Any, Any)
            .Sample(
                (a, b) =>
                {
                    var both = a.Merge(b);
                    Assert.True(
                        both.FirstSeen <= a.FirstSeen && both.LastSeen >= a.LastSeen && both.Severity >= a.Severity && both.Count >= a.Count
                    );
                    Assert.True(a.Supported is null || both.Supported >= a.Supported);
                    Assert.True(both.Sources.IsSupersetOf(a.Sources) && both.Circumstances.IsSupersetOf(a.Circumstances));
                    Assert.True(both.Latest.UpdatedAt >= a.Latest.UpdatedAt);
                }
            );

    [Fact]
    public void Is_not_merged_with_one_about_another_party() =>
        Any.Sample(a =>
            Assert.Throws<ArgumentException>(() => a.Merge(a with { Key = a.Key with { Indicator = Indicator.Parse("203.0.113.8") } }))
        );

    [Theory]
    [InlineData(-1, false, -1)]
    [InlineData(9999, false, 0)]
    [InlineData(-1, true, null)]
    public void Supports_a_block_from_when_it_was_seen_but_neither_from_the_future_nor_archived(int seen, bool archived, int? supported) =>
        Assert.Equal(
            supported is { } hours ? Noon.AddHours(hours) : null,
            Sighting.SupportOf(Noon.AddHours(seen), receivedAt: Noon, archived)
        );
}
