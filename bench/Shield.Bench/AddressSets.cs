using Shield.Core.Indicators;

namespace Shield.Bench;

/// <summary>One file of prefixes without those of another, as the fewest blocks: what <c>iprange ALL --except WITHOUT</c> does.</summary>
internal static class AddressSets
{
    public static int Run(string all, string without)
    {
        var left = Read(all).Subtract(Read(without));
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 20);
        Span<char> text = stackalloc char[64];
        foreach (var block in left.ToCidrs())
        {
            _ = block.TryFormat(text, out var length);
            output.Write(text[..length]);
            output.Write('\n');
        }

        output.Flush();
        return 0;
    }

    private static RangeSet Read(string file)
    {
        var text = File.ReadAllText(file);
        var ranges = new List<AddressRange>(text.Length / 16);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsEmpty)
            {
                ranges.Add(AddressRange.TryParse(line, out var range, out var error) ? range : throw new FormatException(error));
            }
        }

        return RangeSet.Of(ranges);
    }
}
