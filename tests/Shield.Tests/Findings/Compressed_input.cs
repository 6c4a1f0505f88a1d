using System.IO.Compression;
using System.Text;
using CsCheck;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>GuardDuty's exports to S3 are JSON Lines in gzip.</summary>
public sealed class Compressed_input
{
    private static readonly byte[] Zipped = Gzip(
        string.Concat(Enumerable.Range(0, 20).Select(i => Finding($"f{i}", remote: $"203.0.113.{i}") + "\n"))
    );

    /// <summary>A member that holds nothing; the platform writes none for it.</summary>
    private static readonly byte[] Nothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>With every optional part of a header.</summary>
    private static readonly byte[] Named =
    [
        0x1F,
        0x8B,
        8,
        0x1E,
        0,
        0,
        0,
        0,
        0,
        3,
        3,
        0,
        1,
        2,
        3,
        .. "name\0"u8,
        .. "comment\0"u8,
        9,
        9,
        3,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
    ];

    [Fact]
    public async Task May_have_members_with_names_and_members_with_nothing() =>
        Assert.Equal(
            ["one", "two"],
            (
                await ReadAsync(
                    new Trickle([.. Named, .. Gzip(Finding("one")), .. Nothing, .. Named, .. Gzip(Finding("two")), .. Nothing], 3)
                )
            ).Select(Outline)
        );

    [Fact]
    public async Task Is_known_by_its_first_bytes() =>
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"f{i}"), (await ReadAsync(new Trickle(Zipped, 7))).Select(Outline));

    [Fact]
    public async Task May_be_several_archives_one_after_the_other() =>
        Assert.Equal(
            ["one", "two"],
            (await ReadAsync(new MemoryStream([.. Gzip(Finding("one") + "\n"), .. Gzip(Finding("two"))]))).Select(Outline)
        );

    [Fact]
    public async Task That_holds_nothing_is_empty() => Assert.Empty(await ReadAsync(new MemoryStream(Nothing)));

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

    /// <summary>
    /// Every byte of an input is read, or is a fault: what follows a member is another member, or the input is not whole.
    /// </summary>
    public static TheoryData<string> WhatFollows => ["plain", "flipped", "second", "zeros", "one zero", "junk", "half a magic"];

    [Theory]
    [MemberData(nameof(WhatFollows))]
    public async Task That_is_followed_by_something_else_is_a_fault_that_says_where(string what)
    {
        var second = Gzip(Finding("two"));
        byte[] tail = what switch
        {
            "plain" => Encoding.UTF8.GetBytes(Finding("two")),
            "flipped" => [0x1E, .. second[1..]],
            "second" => [0x1F, 0x8A, .. second[2..]],
            "zeros" => new byte[10_240],
            "one zero" => [0],
            "junk" => [0xFF],
            _ => [0x1F],
        };
        foreach (var first in new[] { Zipped, Nothing, Gzip(new string(' ', 100_000)), [.. Gzip(Finding("one") + "\n"), .. Nothing] })
        {
            foreach (var piece in new[] { 1, 7, 8_192, 1 << 20 })
            {
                byte[] all = [.. first, .. tail];
                var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(new Trickle(all, piece)));
                // Half a magic begins a member, and is cut then.
                Assert.True(
                    what is "half a magic" or "second"
                        || fault.Message.Contains($"byte {first.Length} of the packed file", StringComparison.Ordinal),
                    $"{what}, {piece}: {fault.Message}"
                );
            }
        }
    }

    [Fact]
    public async Task Of_many_members_is_read_to_the_last_byte_or_is_a_fault() =>
        await Gen.Select(Gen.Int[0, 3_000].Array[1, 6], Gen.Int[1, 20_000], Gen.Byte.Array[0, 3])
            .SampleAsync(
                async (pads, piece, tail) =>
                {
                    var members = pads.SelectMany((pad, i) => Gzip(Finding($"f{i}") + new string('\n', pad + 1))).ToArray();
                    var reading = ReadAsync(new Trickle([.. members, .. tail], piece));
                    if (tail is [])
                    {
                        Assert.Equal(pads.Select((_, i) => $"f{i}"), (await reading).Select(Outline));
                    }
                    else
                    {
                        await Assert.ThrowsAsync<InvalidDataException>(async () => await reading);
                    }
                },
                iter: 200
            );

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
            var large = Gzip(
                string.Concat(Enumerable.Range(0, 2000).Select(i => Finding($"f{i}", remote: $"203.0.{i / 256}.{i % 256}") + "\n"))
            );
            await foreach (
                var record in FindingReader.ReadAsync(
                    new MemoryStream(large[..(large.Length / 2)]),
                    "test",
                    1 << 20,
                    TestContext.Current.CancellationToken
                )
            )
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
