using System.IO.Compression;
using System.Text;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>GuardDuty's exports to S3 are JSON Lines in gzip.</summary>
public sealed class Compressed_input
{
    private static readonly byte[] Zipped = Gzip(string.Concat(Enumerable.Range(0, 20).Select(i => Finding($"f{i}", remote: $"203.0.113.{i}") + "\n")));

    [Fact]
    public async Task Is_known_by_its_first_bytes() =>
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"f{i}"), (await ReadAsync(new Trickle(Zipped, 7))).Select(Outline));

    [Fact]
    public async Task May_be_several_archives_one_after_the_other() =>
        Assert.Equal(["one", "two"], (await ReadAsync(new MemoryStream([.. Gzip(Finding("one") + "\n"), .. Gzip(Finding("two"))]))).Select(Outline));

    [Fact]
    public async Task That_holds_nothing_is_empty() => Assert.Empty(await ReadAsync(new MemoryStream(Gzip(""))));

    [Fact]
    public async Task That_is_cut_anywhere_is_a_fault_and_no_end()
    {
        for (var length = 2; length < Zipped.Length; length++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(new MemoryStream(Zipped[..length])));
        }
    }

    [Fact]
    public async Task That_is_cut_in_its_second_archive_is_a_fault()
    {
        var (first, second) = (Gzip(Finding("one") + "\n"), Gzip(Finding("two")));
        for (var length = 2; length < second.Length; length++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(new MemoryStream([.. first, .. second[..length]])));
        }
    }

    [Fact]
    public async Task That_is_damaged_is_a_fault()
    {
        byte[] damaged = [.. Zipped];
        damaged[^6] ^= 1;
        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(new MemoryStream(damaged)));
    }

    [Fact]
    public async Task Gives_what_it_held_before_the_cut()
    {
        List<string> found = [];
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            var large = Gzip(string.Concat(Enumerable.Range(0, 2000).Select(i => Finding($"f{i}", remote: $"203.0.{i / 256}.{i % 256}") + "\n")));
            await foreach (var record in FindingReader.ReadAsync(new MemoryStream(large[..(large.Length / 2)]), "test", 1 << 20, TestContext.Current.CancellationToken))
            {
                found.Add(Outline(record));
            }
        });
        Assert.InRange(found.Count, 1, 1999);
        Assert.Equal(Enumerable.Range(0, found.Count).Select(i => $"f{i}"), found);
    }

    private static byte[] Gzip(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return zipped.ToArray();
    }
}
