using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

/// <summary>Real lists, with numbers computed by another program (Python's ipaddress).</summary>
public sealed class Published_lists
{
    private static readonly RangeSet V4 = RangeSet.Of([AddressRange.Parse("0.0.0.0/0")]);
    private static readonly RangeSet V6 = RangeSet.Of([AddressRange.Parse("::/0")]);

    [Theory]
    [InlineData("aws", 1755, 936, "101769678", 2007, 1852, "1620653364576699635621278253069")]
    [InlineData("amazon-aws", 1755, 936, "101769678", 2007, 1852, "1620653364576699635621278253069")]
    [InlineData("cloudflare.txt", 15, 14, "1524736", 7, 7, "1109194275199700726309615304704")]
    [InlineData("cloudflare", 15, 14, "1524736", 7, 7, "1109194275199700726309615304704")]
    [InlineData("fastly", 19, 16, "304128", 2, 2, "158456325028528675187087900672")]
    [InlineData("google-gcp", 441, 155, "19091840", 30, 17, "1819433358520016907932794880")]
    [InlineData("akamai", 236, 222, "13967104", 32, 31, "21074764973269310292262347866112")]
    [InlineData("public-dns", 60990, 60057, "62745", 250, 242, "269")]
    [InlineData("sinkholes", 102, 98, "2133", 0, 0, "0")]
    [InlineData("rfc1918", 3, 3, "17891328", 0, 0, "0")]
    [InlineData("rfc5735", 13, 13, "588514560", 0, 0, "0")]
    [InlineData("rfc6598", 1, 1, "4194304", 0, 0, "0")]
    [InlineData("clouds", 2466, 1341, "136657486", 2078, 1909, "23964888371432759346288262119437")]
    [InlineData("all", 62321, 60400, "136720864", 2324, 2147, "23964888371432759346288262119702")]
    public void Have_the_addresses_that_were_counted_elsewhere(
        string list,
        int blocks4,
        int runs4,
        string addresses4,
        int blocks6,
        int runs6,
        string addresses6
    )
    {
        var set = Read(list);
        Assert.Equal((blocks4, runs4, addresses4), Numbers(set.Intersect(V4)));
        Assert.Equal((blocks6, runs6, addresses6), Numbers(set.Intersect(V6)));
    }

    [Fact]
    public void Say_what_can_be_rented_and_what_is_a_front_door()
    {
        var (rentable, all) = (RangeSet.Of(Aws("EC2")), RangeSet.Of(Aws("AMAZON")));
        Assert.Equal(RangeSet.Of(Aws(null)), all);
        Assert.Equal(("76475965", "1485116781355211320894834081792"), (Addresses(rentable, V4), Addresses(rentable, V6)));
        var front = all.Subtract(rentable);
        Assert.Equal(("25293713", "135536583221488314726444171277"), (Addresses(front, V4), Addresses(front, V6)));
    }

    [Theory]
    [InlineData("aws", "public-dns-v4", 434)]
    [InlineData("cloudflare.txt", "public-dns-v4", 747)]
    [InlineData("cloudflare.txt", "public-dns-v6", 4)]
    [InlineData("akamai", "public-dns-v4", 238)]
    [InlineData("google-gcp", "public-dns-v4", 72)]
    [InlineData("sinkholes", "aws", 4)]
    [InlineData("sinkholes", "cloudflare.txt", 4)]
    [InlineData("sinkholes", "google-gcp", 1)]
    [InlineData("fastly", "public-dns", 0)]
    [InlineData("fastly", "sinkholes", 0)]
    [InlineData("aws", "cloudflare.txt", 0)]
    [InlineData("akamai", "google-gcp", 0)]
    public void Have_in_common_what_was_counted_elsewhere(string one, string other, int addresses) =>
        Assert.Equal((UInt128)addresses, Read(one).Intersect(Read(other)).Count);

    [Fact]
    public void Hold_nothing_of_the_special_purpose_space() => Assert.True(Read("all").Intersect(SpecialPurpose.Ranges).IsEmpty);

    [Fact]
    public void Do_not_protect_the_resolvers_that_everybody_uses()
    {
        string[] missing =
        [
            "2606:4700:4700::1001",
            "2606:4700:4700::1112",
            "2606:4700:4700::1002",
            "2606:4700:4700::1003",
            "2620:fe::10",
            "2620:119:53::53",
        ];
        var open = Read("public-dns");
        Assert.Equal(
            missing.Order(StringComparer.Ordinal),
            WellKnown
                .Resolvers.Where(known => !open.Contains(known.Address))
                .Select(known => known.Address.ToString())
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>
    /// The type reads what an IP list may hold. The reader of a never-block list is stricter, and one answer differs on purpose.
    /// </summary>
    [Fact]
    public void Have_entries_that_are_read_or_refused_one_by_one()
    {
        string[] refusedByTheReader = ["10.0.0.0-10.0.0.255", "::ffff:0:0/96", "0.0.0.0/0", "::/0"];
        var rows = File.ReadLines(SharedFolder.File("never-block", "traps", "entries.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .ToArray();
        Assert.Equal(40, rows.Length);
        Assert.All(
            rows,
            cells =>
            {
                var (entry, answer) = (cells[0], cells[1]);
                var isRead = AddressRange.TryParse(entry, out var range, out _);
                switch (answer)
                {
                    case "refuse" when refusedByTheReader.Contains(entry):
                        Assert.True(isRead, entry);
                        break;
                    case "refuse":
                        Assert.False(isRead, entry);
                        break;

                    // "NAT64: stays IPv6 as an entry": the type unwraps it, since the party is the IPv4 one; TryParseWire is there for what
                    // stands on a list.
                    case "64:ff9b::c000:201/128":
                        Assert.Equal("192.0.2.1", range.ToString());
                        Assert.True(AddressRange.TryParseWire(entry, null, out var asWritten, out _));
                        Assert.Equal(AddressRange.Exact(answer), asWritten);
                        break;
                    default:
                        Assert.True(isRead, entry);
                        Assert.Equal(AddressRange.Parse(answer), range);
                        break;
                }
            }
        );
    }

    private static RangeSet Read(string list) =>
        list switch
        {
            "aws" => RangeSet.Of(Aws(null)),
            "cloudflare.txt" => RangeSet.Of(Plain("cloudflare-v4.txt").Concat(Plain("cloudflare-v6.txt"))),
            "public-dns" => Read("public-dns-v4").Union(Read("public-dns-v6")),
            "clouds" => Read("aws").Union(Read("cloudflare")).Union(Read("fastly")).Union(Read("google-gcp")).Union(Read("akamai")),
            "all" => Read("clouds").Union(Read("public-dns")).Union(Read("sinkholes")),
            _ => RangeSet.Of(Misp(list)),
        };

    private static (int Blocks, int Runs, string Addresses) Numbers(RangeSet set) =>
        (set.ToCidrs().Count(), set.RunCount, set.Count.ToString(CultureInfo.InvariantCulture));

    private static string Addresses(RangeSet set, RangeSet family) => set.Intersect(family).Count.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<AddressRange> Plain(string name) =>
        File.ReadLines(SharedFolder.File("never-block", name)).Select(AddressRange.Parse);

    private static List<AddressRange> Misp(string name)
    {
        using var stream = name is "public-dns-v4"
            ? (Stream)
                new GZipStream(File.OpenRead(SharedFolder.File("never-block", "misp", name, "list.json.gz")), CompressionMode.Decompress)
            : File.OpenRead(SharedFolder.File("never-block", "misp", name, "list.json"));
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("list").EnumerateArray().Select(entry => AddressRange.Parse(entry.GetString()!))];
    }

    private static List<AddressRange> Aws(string? service)
    {
        using var stream = File.OpenRead(SharedFolder.File("never-block", "aws-ip-ranges.json"));
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. from form in new[] { (Array: "prefixes", Member: "ip_prefix"), (Array: "ipv6_prefixes", Member: "ipv6_prefix") }
            from row in document.RootElement.GetProperty(form.Array).EnumerateArray()
            where service is null || row.GetProperty("service").GetString() == service
            select AddressRange.Parse(row.GetProperty(form.Member).GetString()!),
        ];
    }
}
