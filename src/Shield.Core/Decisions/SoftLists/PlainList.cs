using System.Text;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>One entry a line. Blank lines, indentation and <c>#</c> comments, on their own or behind an entry, are no entries.</summary>
internal static class PlainList
{
    private const int LongestEntry = 256;

    /// <exception cref="SoftFault">It cannot be read as a whole.</exception>
    public static SoftList Read(ReadOnlySpan<byte> text, SoftFile file)
    {
        var entries = new SoftEntries(file.Kind!.Value, coversSubdomains: false);
        Span<char> entry = stackalloc char[LongestEntry];
        var number = 0;
        foreach (var line in text.Split((byte)'\n'))
        {
            number++;
            var bytes = WithoutComment(text[line]);
            if (bytes.Length > LongestEntry)
            {
                throw new SoftFault(
                    $"line {number}",
                    $"{AddressFault.Quote(Encoding.UTF8.GetString(bytes[..LongestEntry]))} is too long for an entry"
                );
            }

            var length = Encoding.UTF8.GetChars(bytes, entry);
            if (length > 0 && entries.Add(entry[..length]) is { } fault)
            {
                throw new SoftFault($"line {number}", fault);
            }
        }

        return entries.Build(file.Name);
    }

    // Only what an editor leaves there: a no-break space is part of the entry, and no entry has one.
    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line)
    {
        var comment = line.IndexOf((byte)'#');
        return (comment < 0 ? line : line[..comment]).Trim(" \t\r"u8);
    }
}
