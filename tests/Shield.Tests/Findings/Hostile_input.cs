using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Shield.Core.Findings;
using Shield.Core.Planning.Desired;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>Bytes that were bent on their way: no exception, and nothing lost but what was bent.</summary>
public sealed class Hostile_input
{
    private static readonly int Iterations = int.Parse(
        Environment.GetEnvironmentVariable("SHIELD_FUZZ") ?? "3000",
        System.Globalization.CultureInfo.InvariantCulture
    );

    private static readonly byte[][] Records =
    [
        Encoding.UTF8.GetBytes(Finding("one")),
        Encoding.UTF8.GetBytes(Event(Finding("two", remote: "2001:67c:2e8::1"))),
        Encoding.UTF8.GetBytes(
            Finding("three", service: InService(Probe("""{"ipAddressV4":"203.0.113.1"}""", """{"ipAddressV6":"2001:67c:2e8::3"}""")))
        ),
        Encoding.UTF8.GetBytes(
            """{"id":"four","type":"Ünknown:EC2/\"Type\"","severity":"5","updatedAt":"2026-01-01T00:00:00Z","service":{"action":{}}}"""
        ),
    ];

    private static readonly string[] Ids = ["one", "two", "three", "four"];

    /// <summary>Bytes with a meaning in JSON, and some that have none. No line end: that would be another line.</summary>
    private static readonly Gen<byte> Byte = Gen.OneOf<byte>([.. "{}[]\":,\\ \ta1-.eu"u8, 0x00, 0x1b, 0xC3, 0xEF, 0xFF]);

    private static readonly Gen<Func<byte[], byte[]>> Edit =
        from kind in Gen.Int[0, 4]
        from place in Gen.Double.Unit
        from length in Gen.Int[1, 40]
        from value in Byte
        select new Func<byte[], byte[]>(bytes =>
        {
            var at = (int)(place * bytes.Length);
            var end = Math.Min(bytes.Length, at + length);
            return kind switch
            {
                0 => [.. bytes[..at], value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
                1 => [.. bytes[..at], value, .. bytes[at..]],
                2 => [.. bytes[..at], .. bytes[end..]],
                3 => [.. bytes[..end], .. bytes[at..]],
                _ => bytes[..at],
            };
        });

    internal static readonly Gen<Func<byte[], byte[]>> Edits = Edit.Array[1, 3]
        .Select(edits => new Func<byte[], byte[]>(bytes => edits.Aggregate(bytes, (bent, edit) => edit(bent))));

    [Fact]
    public async Task Of_JSON_lines_costs_the_bent_line_only() =>
        await Gen.Select(Gen.Int[0, 3], Edits)
            .SampleAsync(
                async (bent, edit) =>
                {
                    byte[][] lines = [.. Records.Select((record, i) => i == bent ? edit(record) : record)];
                    AssertOthersAreThere(bent, lines, await ReadAsync(Joined(lines, "\n"u8)), found => found.Position.Line != bent + 1);
                },
                iter: Iterations
            );

    [Fact]
    public async Task Of_an_array_on_lines_costs_the_bent_record_only() =>
        await Gen.Select(Gen.Int[0, 3], Edits)
            .SampleAsync(
                async (bent, edit) =>
                {
                    byte[][] lines = [.. Records.Select((record, i) => i == bent ? edit(record) : record)];
                    byte[] array = [.. "[\n"u8, .. Joined(lines, ",\n"u8), .. "\n]\n"u8];
                    AssertOthersAreThere(bent, lines, await ReadAsync(array), found => found.Position.Line != bent + 2);
                },
                iter: Iterations
            );

    [Fact]
    public async Task Never_throws_and_is_read_the_same_in_whatever_pieces_it_comes() =>
        await Gen.Select(Gen.Int[0, 4], Edits, Gen.Int[1, 100], Gen.Int[200, 3000])
            .SampleAsync(
                async (layout, edit, piece, most) =>
                {
                    byte[] whole = layout switch
                    {
                        0 => Joined(Records, "\n"u8),
                        1 => [.. "["u8, .. Joined(Records, ","u8), .. "]"u8],
                        2 => [.. "{\"findings\":["u8, .. Joined(Records, ","u8), .. "],\"nextToken\":\"x\"}"u8],
                        3 => Encoding.UTF8.GetBytes(JsonNode.Parse(Records[1])!.ToJsonString(new() { WriteIndented = true })),
                        _ =>
                        [
                            .. "\uFEFF[[],{\"findings\":["u8,
                            .. Joined(Records[..2], ",\r\n"u8),
                            .. "]},[\n"u8,
                            .. Joined(Records[2..], ","u8),
                            .. "]]"u8,
                        ],
                    };
                    var bytes = edit(whole);
                    var once = (await ReadAsync(new MemoryStream(bytes), most)).Select(Outline);
                    var inPieces = (await ReadAsync(new Trickle(bytes, piece), most)).Select(Outline);
                    Assert.Equal(once, inPieces);
                },
                iter: Iterations
            );

    [Fact]
    public async Task Of_bytes_at_random_gives_rejections_and_no_finding() =>
        await Byte.Array[0, 200]
            .SampleAsync(async bytes => Assert.All(await ReadAsync(bytes), record => Assert.Null(record.Finding)), iter: Iterations);

    [Fact]
    public async Task In_the_shape_of_public_findings_never_throws()
    {
        var folder = Path.GetDirectoryName(SharedFolder.File("corpus", "findings", "110-empty-GetFindings-page.json"))!;
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        await Gen.Select(Gen.Int[0, files.Length - 1], Edits)
            .SampleAsync(async (file, edit) => await ReadAsync(edit(files[file])), iter: Iterations);
    }

    private static void AssertOthersAreThere(int bent, byte[][] lines, List<FindingRecord> found, Func<FindingRecord, bool> isOfAnother)
    {
        var others = found.Where(isOfAnother).Where(record => record.Finding is not null).ToList();
        Assert.True(
            Ids.Where((_, i) => i != bent).SequenceEqual(others.Select(record => record.Finding!.Key.Id)),
            $"lost beside {Encoding.UTF8.GetString(lines[bent])}"
        );
        foreach (var other in others)
        {
            A_finding.AssertSame(FindingParser.Parse(Records[Array.IndexOf(Ids, other.Finding!.Key.Id)]).Finding!, other.Finding);
        }
    }

    private static async Task<List<FindingRecord>> ReadAsync(byte[] bytes) => await Written.ReadAsync(new MemoryStream(bytes));

    private static Task<List<FindingRecord>> ReadAsync(Stream stream, long most) => Written.ReadAsync(stream, most);

    private static byte[] Joined(byte[][] records, ReadOnlySpan<byte> separator)
    {
        using var all = new MemoryStream();
        for (var i = 0; i < records.Length; i++)
        {
            all.Write(i is 0 ? [] : separator);
            all.Write(records[i]);
        }

        return all.ToArray();
    }
}
