using Shield.Core.Findings;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>The text of a list: unpacked, without a byte order mark, and not longer than any list is.</summary>
internal static class SoftText
{
    public static ReadOnlyMemory<byte> Of(byte[] content)
    {
        var text =
            content is [0x1f, 0x8b, ..] ? Unpacked(content)
            : content.Length <= SoftSource.LargestFile ? content
            : throw TooLong();
        return text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
    }

    // A stream that ends early, and one that is followed by something else, is an error and no end: half a list protects half of what it
    // must.
    private static ReadOnlyMemory<byte> Unpacked(byte[] content)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var packed = new GzipMembers(new MemoryStream(content));
            var buffer = new byte[1 << 16];
            int read;
            while ((read = packed.Read(buffer)) > 0)
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
            throw new SoftFault("as a whole", $"the gzip stream ends early, or is broken: {broken.Message}");
        }

        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static SoftFault TooLong() => new("as a whole", $"it is longer than {SoftSource.LargestFile >> 20} MiB, and no list is");
}
