using System.Text;

namespace Shield.Core.Findings;

/// <summary>Well-known formats that are fed by mistake. Whoever fed one is told its name, not that some byte is no JSON.</summary>
internal static class ForeignFormat
{
    /// <summary>So many bytes are enough to know any of them.</summary>
    public const int LongestStart = 64;

    private static readonly (byte[] Magic, string Name)[] Binary =
    [
        ([.. "PK\u0003\u0004"u8], "a ZIP archive: unpack it first"),
        ([.. "PK\u0005\u0006"u8], "an empty ZIP archive"),
        ([.. "PAR1"u8], "a Parquet file (Security Lake writes such): convert it to JSON Lines first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed by zstd: unpack it first (zstd -d)"),
        ([0xFD, .. "7zXZ\0"u8], "packed by xz: unpack it first (xz -d)"),
        ([.. "BZh"u8], "packed by bzip2: unpack it first (bzip2 -d)"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive: unpack it first"),
        ([0x04, 0x22, 0x4D, 0x18], "packed by lz4: unpack it first (lz4 -d)"),
        ([0xFF, 0x06, 0x00, 0x00, .. "sNaPpY"u8], "packed by Snappy: unpack it first"),
        ([0x1F, 0x8B], "packed by gzip twice: unpack it once first"),
        ([.. "Obj\u0001"u8], "an Avro file: convert it to JSON Lines first"),
        ([.. "ORC"u8], "an ORC file: convert it to JSON Lines first"),
        ([.. "SQLite format 3\0"u8], "an SQLite database"),
        ([.. "%PDF-"u8], "a PDF document"),
    ];

    private static readonly (string Start, string Name)[] Text =
    [
        ("<!doctype html", "an HTML page"),
        ("<html", "an HTML page"),
        ("<?xml", "an XML document"),
    ];

    /// <param name="start">The first bytes, up to <see cref="LongestStart"/>.</param>
    /// <param name="isBinary">Nothing in it can be read as text.</param>
    /// <returns>What it looks like; null for anything else.</returns>
    public static string? Find(ReadOnlySpan<byte> start, out bool isBinary)
    {
        foreach (var (magic, name) in Binary)
        {
            if (start.StartsWith(magic))
            {
                isBinary = true;
                return name;
            }
        }

        isBinary = false;
        var text = start.TrimStart((ReadOnlySpan<byte>)[(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]);
        foreach (var (known, name) in Text)
        {
            if (text.Length >= known.Length && Ascii.EqualsIgnoreCase(text[..known.Length], known))
            {
                return name;
            }
        }

        // A single zero may be a damaged byte of something else.
        isBinary = start is [(byte)'{' or (byte)'[', 0, _, 0, _, 0, _, 0, ..] or [0, (byte)'{' or (byte)'[', 0, _, 0, _, 0, _, ..];
        return isBinary ? "UTF-16 without a byte order mark: convert it to UTF-8 first" : null;
    }
}
