using System.Buffers.Binary;
using System.IO.Compression;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>The text of a list: unpacked, without a byte order mark, and not longer than any list is.</summary>
internal static class SoftText
{
    /// <summary>Header and trailer of RFC 1952.</summary>
    private const int ShortestGzip = 18;

    public static ReadOnlyMemory<byte> Of(byte[] content)
    {
        var text = content is [0x1f, 0x8b, ..] ? Unpacked(content) : content.Length <= SoftSource.LargestFile ? content : throw TooLong();
        return text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
    }

    // The platform's GZipStream takes a stream that ends early for one that ends: the length at its end (RFC 1952 section 2.3.1) tells.
    private static ReadOnlyMemory<byte> Unpacked(byte[] content)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            var buffer = new byte[1 << 16];
            for (int read; (read = packed.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > SoftSource.LargestFile)
                {
                    throw TooLong();
                }
            }
        }
        catch (InvalidDataException broken)
        {
            throw new SoftFault("in its gzip stream", broken.Message);
        }

        return content.Length >= ShortestGzip && BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(content.Length - 4)) == unpacked.Length
            ? unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length)
            : throw new SoftFault("at its end", "the gzip stream ends early; what can be unpacked is not the whole list");
    }

    private static SoftFault TooLong() => new("as a whole", $"it is longer than {SoftSource.LargestFile >> 20} MiB, and no list is");
}
