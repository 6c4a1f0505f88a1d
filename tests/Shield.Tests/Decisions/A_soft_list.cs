using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Indicators;

namespace Shield.Tests.Decisions;

public sealed class A_soft_list
{
    /// <summary>The traps' README, row by row.</summary>
    [Theory]
    [InlineData("aws-truncated.json", "line 79: is no JSON")]
    [InlineData("aws-bad-prefix.json", "line 12: prefixes[1].ip_prefix: '10.0.0.0/33'")]
    [InlineData("aws-host-bits.json", "line 12: prefixes[1].ip_prefix: '3.5.140.1/22' has host bits")]
    [InlineData("aws-empty.json", "both arrays are empty")]
    [InlineData("aws-missing-member.json", "no member 'ipv6_prefixes'", "line 12 says 'ipv6Prefixes'")]
    [InlineData("aws-html-page.json", "line 1: is no JSON")]
    [InlineData("misp-bom-comments.json", "line 2: is no JSON")]
    [InlineData("misp-empty.json", "no entry")]
    [InlineData("misp-mixed.json", "line 5: list[1]: 'example.com'")]
    [InlineData("misp-not-text.json", "line 5: list[1] is no text")]
    [InlineData("plain-crlf-comments-zones.txt", "line 5: 'fe80::1%eth0'")]
    [InlineData("plain-empty.txt", "no entry")]
    [InlineData("plain-only-comments.txt", "no entry")]
    [InlineData("plain-everything.txt", "line 2: '0.0.0.0/0' covers so much")]
    [InlineData("plain-cut.txt", "line 3: '198.51.100.0/2' has host bits")]
    [InlineData("plain-cut.txt.gz", "the gzip stream ends early")]
    public void Is_refused_whole_with_file_and_place(string trap, params string[] said)
    {
        var source = Trap(trap);
        Assert.Empty(source.Lists);
        Assert.StartsWith(trap + ", ", source.Unreadable, StringComparison.Ordinal);
        Assert.All(said, part => Assert.Contains(part, source.Unreadable, StringComparison.Ordinal));
        Assert.DoesNotContain("0xEF", source.Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_no_plain_list_where_it_is_a_web_page() =>
        Assert.Contains(
            "line 1: ",
            SoftSource.Read(File("page", SoftFormat.Plain), Bytes("traps", "aws-html-page.json"), "page").Unreadable,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("misp-bom.json", 3, "192.0.2.0/24", "198.51.100.7", "2001:db8:1::/48")]
    [InlineData("misp-mapped.json", 4, "192.0.2.0/24", "198.51.100.104/31", "2001:db8:1::/48")]
    [InlineData("plain-crlf-comments.txt", 6, "192.0.2.7", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
    public void Is_read_in_spite_of_its_looks(string trap, int entries, params string[] ranges)
    {
        var source = Trap(trap);
        Assert.Null(source.Unreadable);
        Assert.Equal(entries, Assert.Single(source.Lists).Entries);
        Assert.Equal(ranges, source.Lists[0].Ranges.ToCidrs().Select(range => range.ToString()));
    }

    [Fact]
    public void Takes_or_refuses_each_entry_as_was_written_down()
    {
        var rows = System
            .IO.File.ReadLines(SharedFolder.File("never-block", "traps", "entries.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .ToArray();
        Assert.Equal(40, rows.Length);
        Assert.All(
            rows,
            cells =>
            {
                var (entry, answer) = (cells[0], cells[1]);
                var source = SoftSource.Read(
                    File("x", SoftFormat.Misp),
                    Encoding.UTF8.GetBytes($$"""{"type":"cidr","list":["{{entry}}"]}"""),
                    "x"
                );
                var expected = answer switch
                {
                    "refuse" => null,
                    // The party behind a translator is the IPv4 one, and so is every indicator: an IPv6 entry would protect nobody.
                    "64:ff9b::c000:201/128" => "192.0.2.1",
                    _ => AddressRange.Parse(answer).ToString(),
                };
                Assert.Equal(
                    (entry, expected),
                    (entry, source.Unreadable is null ? source.Lists[0].Ranges.Ranges.Single().ToString() : null)
                );
            }
        );
    }

    [Theory]
    [InlineData("cloudflare-v4.txt", 15, "1524736")]
    [InlineData("cloudflare-v6.txt", 7, "1109194275199700726309615304704")]
    [InlineData("misp/amazon-aws/list.json", 3762, null)]
    [InlineData("misp/fastly/list.json", 21, null)]
    [InlineData("misp/google-gcp/list.json", 471, null)]
    [InlineData("misp/akamai/list.json", 268, null)]
    [InlineData("misp/public-dns-v4/list.json.gz", 62745, "62745")]
    [InlineData("misp/public-dns-v6/list.json", 269, "269")]
    [InlineData("misp/sinkholes/list.json", 107, "2133")]
    public void Has_what_was_counted_in_the_published_files(string path, int entries, string? addresses)
    {
        var format = path.EndsWith(".txt", StringComparison.Ordinal) ? SoftFormat.Plain : SoftFormat.Misp;
        var list = Assert.Single(SoftSource.Read(File(path, format), Bytes(path.Split('/')), path).Lists);
        Assert.Equal(entries, list.Entries);
        Assert.True(addresses is null || addresses == list.Ranges.Count.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Of_Amazon_says_by_service_what_can_be_rented_and_what_is_a_front_door()
    {
        var source = SoftSource.Read(File("aws", SoftFormat.AwsIpRanges, kind: null), Bytes("aws-ip-ranges.json"), "aws");
        var (front, rentable) = (
            source.Lists.Single(list => list.Kind is SoftKind.FrontDoor),
            source.Lists.Single(list => list.Kind is SoftKind.Rentable)
        );
        Assert.Equal(("25293713", "76475965"), (V4(front), V4(rentable)));
        Assert.True(front.Ranges.Intersect(rentable.Ranges).IsEmpty);

        static string V4(SoftList list) =>
            list.Ranges.Intersect(RangeSet.Of([AddressRange.Parse("0.0.0.0/0")])).Count.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Of_Amazon_has_the_services_that_were_asked_for_and_knows_them_all()
    {
        var bytes = Bytes("aws-ip-ranges.json");
        var list = Assert.Single(
            SoftSource.Read(File("aws", SoftFormat.AwsIpRanges) with { Services = ["cloudfront", "S3"] }, bytes, "aws").Lists
        );
        Assert.True(list.Ranges.Overlaps(AddressRange.Parse("13.32.0.1")));
        Assert.False(list.Ranges.Overlaps(AddressRange.Parse("3.112.0.1")));
        Assert.Contains(
            "no prefix of the service CLOUDFORNT",
            SoftSource.Read(File("aws", SoftFormat.AwsIpRanges) with { Services = ["CLOUDFORNT"] }, bytes, "aws").Unreadable,
            StringComparison.Ordinal
        );
    }

    private const string Amazons = """
        {
          "syncToken": "1",
          "prefixes": [
            { "ip_prefix": "3.5.140.0/22", "region": "x", "service": "AMAZON" },
            { "ip_prefix": "13.32.0.0/15", "service": "CLOUDFRONT" },
            { "service": "EC2", "ip_prefix": "3.5.140.0/23" }
          ],
          "ipv6_prefixes": [{ "ipv6_prefix": "2600:9000::/28", "service": "CLOUDFRONT" }]
        }
        """;

    [Theory]
    [InlineData(null, "", "FrontDoor 3.5.142.0/23 13.32.0.0/15 2600:9000::/28, Rentable 3.5.140.0/23")]
    [InlineData(SoftKind.FrontDoor, "", "FrontDoor 3.5.140.0/22 13.32.0.0/15 2600:9000::/28")]
    [InlineData(SoftKind.FrontDoor, "CloudFront", "FrontDoor 13.32.0.0/15 2600:9000::/28")]
    [InlineData(SoftKind.Rentable, "ec2 cloudfront", "Rentable 3.5.140.0/23 13.32.0.0/15 2600:9000::/28")]
    public void Of_Amazon_has_what_its_services_say(SoftKind? kind, string services, string lists)
    {
        var file = File("aws", SoftFormat.AwsIpRanges, kind) with
        {
            Services = [.. services.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        };
        var source = SoftSource.Read(file, Encoding.UTF8.GetBytes(Amazons), "aws");
        Assert.Null(source.Unreadable);
        Assert.Equal(
            lists,
            string.Join(
                ", ",
                source.Lists.Select(list => $"{list.Kind} {string.Join(' ', list.Ranges.ToCidrs().Select(one => one.ToString()))}")
            )
        );
    }

    [Theory]
    [InlineData("""{"prefixes":[],"ipv6_prefixes":[]}""", "", "both arrays are empty")]
    [InlineData("""{"prefixes":[{"ip_prefix":"3.5.140.0/22","service":"S3"}]}""", "", "no member 'ipv6_prefixes'")]
    [InlineData("""{"ipv6_prefixes":[{"ipv6_prefix":"2600:9000::/28","service":"S3"}]}""", "", "no member 'prefixes'")]
    [InlineData("""{"prefixes":{},"ipv6_prefixes":[]}""", "", "prefixes is no array")]
    [InlineData("""{"prefixes":["3.5.140.0/22"],"ipv6_prefixes":[]}""", "", "prefixes[0] is no object")]
    [InlineData("{\"prefixes\":[\n{\"service\":\"S3\"}],\"ipv6_prefixes\":[]}", "", "line 2: prefixes[0] has no ip_prefix")]
    [InlineData("{\"prefixes\":[\n{\"ip_prefix\":\"3.5.140.0/22\"}],\"ipv6_prefixes\":[]}", "", "line 2: prefixes[0] has no service")]
    [InlineData(Amazons, "S3 EC2 EBS", "no prefix of the service S3, EBS: it has 'AMAZON', 'CLOUDFRONT', 'EC2'")]
    public void Of_Amazon_is_refused_whole_where_a_part_is_missing(string json, string services, string said)
    {
        var file = File("aws", SoftFormat.AwsIpRanges) with { Services = [.. services.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        var source = SoftSource.Read(file, Encoding.UTF8.GetBytes(json), "aws");
        Assert.Empty(source.Lists);
        Assert.Contains(said, source.Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_names_has_exactly_those_unless_its_type_says_with_all_below()
    {
        var top = Assert.Single(
            SoftSource.Read(File("top", SoftFormat.Misp, SoftKind.TopSite), Bytes("misp", "cisco_top1000", "list.json"), "top").Lists
        );
        Assert.Equal(1_000, top.Names.Count);
        Assert.NotNull(top.Find(Indicator.Parse("amazonaws.com")));
        Assert.Null(top.Find(Indicator.Parse("ec2-1-2-3-4.compute.amazonaws.com")));

        var below = Assert.Single(
            SoftSource
                .Read(File("hosts", SoftFormat.Misp, SoftKind.TopSite), """{"type":"hostname","list":["Example.NET"]}"""u8.ToArray(), "x")
                .Lists
        );
        Assert.Equal("example.net", below.Find(Indicator.Parse("a.b.example.net"))?.What);
        Assert.Null(below.Find(Indicator.Parse("notexample.net")));
    }

    [Theory]
    [InlineData("""{"type":"cidr","list":["192.0.2.1"]}""", SoftKind.TopSite, "holds addresses")]
    [InlineData("""{"list":["example.net"]}""", SoftKind.FrontDoor, "holds names")]
    [InlineData("""{"type":"regex","list":["a"]}""", SoftKind.TopSite, "cidr, string and hostname")]
    [InlineData("""{"type":"cidr"}""", SoftKind.FrontDoor, "no member 'list'")]
    [InlineData("""{"type":"cidr","list":"192.0.2.1"}""", SoftKind.FrontDoor, "no array")]
    [InlineData("""{"type":"cidr","list":["192.0.2.1"]} x""", SoftKind.FrontDoor, "is no JSON")]
    [InlineData("""["192.0.2.1"]""", SoftKind.FrontDoor, "no JSON object")]
    [InlineData("""{"type":"cidr","list":["\ud800"]}""", SoftKind.FrontDoor, "list[0]")]
    [InlineData("", SoftKind.FrontDoor, "it is empty")]
    public void Of_MISP_means_what_its_type_says_or_nothing(string json, SoftKind kind, string fault) =>
        Assert.Contains(
            fault,
            SoftSource.Read(File("x", SoftFormat.Misp, kind), Encoding.UTF8.GetBytes(json), "x").Unreadable,
            StringComparison.Ordinal
        );

    [Fact]
    public void Is_refused_where_its_entries_together_cover_too_much()
    {
        // Each of them is narrow enough; 65 x /8 are more than a quarter.
        var lines = Enumerable.Range(1, 65).Select(octet => $"{octet}.0.0.0/8");
        Assert.Contains(
            "more than a quarter of IPv4",
            SoftSource.Read(File("x", SoftFormat.Plain), Encoding.UTF8.GetBytes(string.Join('\n', lines)), "x").Unreadable,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void May_cover_a_quarter_and_no_address_more()
    {
        // 63 blocks of /8, and all of a 64th but for its last address.
        string[] lines =
        [
            .. Enumerable.Range(1, 63).Select(octet => $"{octet}.0.0.0/8"),
            .. RangeSet.Of([AddressRange.Parse("64.0.0.0-64.255.255.254")]).ToCidrs().Select(block => block.ToString()),
        ];
        Assert.Null(SoftSource.Read(File("x", SoftFormat.Plain), Encoding.UTF8.GetBytes(string.Join('\n', lines)), "x").Unreadable);
        Assert.NotNull(
            SoftSource
                .Read(File("x", SoftFormat.Plain), Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, "64.255.255.255"])), "x")
                .Unreadable
        );
    }

    [Fact]
    public void Is_the_same_packed_and_read_whole()
    {
        var text = "198.51.100.0/24\n192.0.2.7\n"u8.ToArray();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(text);
        }

        Assert.Equal(2, SoftSource.Read(File("x", SoftFormat.Plain), packed.ToArray(), "x").Lists[0].Entries);
        for (var length = 2; length < packed.Length; length++)
        {
            Assert.NotNull(SoftSource.Read(File("x", SoftFormat.Plain), packed.ToArray()[..length], "x").Unreadable);
        }

        // Two members are one list; a second one with a damaged header would be half of it that nobody reads.
        byte[] twice = [.. packed.ToArray(), .. packed.ToArray()];
        Assert.Equal(4, SoftSource.Read(File("x", SoftFormat.Plain), twice, "x").Lists[0].Entries);
        foreach (var tail in new byte[][] { [0x1E, .. packed.ToArray()[1..]], text, [0], new byte[512], "198.51.100.0/24"u8.ToArray() })
        {
            var source = SoftSource.Read(File("x", SoftFormat.Plain), [.. packed.ToArray(), .. tail], "x");
            Assert.Empty(source.Lists);
            Assert.Contains($"byte {packed.Length} of the packed file follows", source.Unreadable, StringComparison.Ordinal);
        }
    }

    /// <summary>A download that broke off at any byte is a list with a fault, or a plain list that ends with a line.</summary>
    [Fact]
    public void Is_refused_wherever_its_JSON_was_cut()
    {
        var bytes = Bytes("traps", "misp-mapped.json");
        var whole = bytes.AsSpan().TrimEnd("\n"u8).Length;
        for (var length = 0; length < whole; length++)
        {
            Assert.NotNull(SoftSource.Read(File("x", SoftFormat.Misp), bytes[..length], "x").Unreadable);
        }
    }

    [Fact]
    public void Never_throws_whatever_the_bytes()
    {
        byte[][] traps =
        [
            Bytes("traps", "misp-mapped.json"),
            Bytes("traps", "aws-host-bits.json"),
            Bytes("traps", "plain-crlf-comments.txt"),
        ];
        Gen.Select(
                Gen.OneOf(SoftFormat.Plain, SoftFormat.Misp, SoftFormat.AwsIpRanges),
                Gen.OneOf(traps),
                Gen.Int[0, 500],
                Gen.Byte.Array[0, 4]
            )
            .Sample(
                (format, trap, at, bytes) =>
                {
                    byte[] mutated = [.. trap];
                    bytes.CopyTo(mutated.AsSpan(Math.Min(at, mutated.Length - bytes.Length)));
                    var source = SoftSource.Read(File("x", format), mutated, "x");
                    Assert.Equal(source.Unreadable is null, !source.Lists.IsEmpty);
                }
            );
    }

    private static SoftSource Trap(string name)
    {
        var format =
            name.StartsWith("aws", StringComparison.Ordinal) ? SoftFormat.AwsIpRanges
            : name.StartsWith("misp", StringComparison.Ordinal) ? SoftFormat.Misp
            : SoftFormat.Plain;
        return SoftSource.Read(File(name, format), Bytes("traps", name), name);
    }

    private static byte[] Bytes(params string[] path) => System.IO.File.ReadAllBytes(SharedFolder.File(["never-block", .. path]));

    private static SoftFile File(string name, SoftFormat format, SoftKind? kind = SoftKind.FrontDoor) =>
        new()
        {
            Name = name,
            Path = name,
            Format = format,
            Kind = kind,
        };
}
