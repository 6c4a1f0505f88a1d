using System.Globalization;

namespace Shield.Bench;

/// <summary>
/// IPv4 prefixes as threat feeds have them: mostly single addresses, some blocks, with overlaps; the same for the same seed.
/// </summary>
internal static class PrefixesFile
{
    public static int Make(string file, int count, int seed)
    {
        var random = new Random(seed);
        using var writer = new StreamWriter(file);
        for (var i = 0; i < count; i++)
        {
            var length = random.Next(10) switch
            {
                < 6 => 32,
                < 8 => random.Next(24, 32),
                _ => random.Next(18, 24),
            };
            var address = (uint)random.NextInt64(1L << 32) & (uint.MaxValue << (32 - length));
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}/{length}\n"
                )
            );
        }

        return 0;
    }
}
