namespace Shield.PceSimulator.Traffic;

/// <summary>
/// Numbers that look random and follow from a seed, from who talks to whom, and from the number of the period alone. So any stretch of
/// time can be asked for by itself, in any order, and is always the same.
/// </summary>
internal readonly struct Dice
{
    private readonly ulong _seed;

    public Dice(int seed, Contact contact)
    {
        // FNV-1a: string.GetHashCode differs from one process to the next.
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var letter in $"{contact.From}>{contact.To}:{contact.Protocol}/{contact.Port}@{contact.Every}")
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        _seed = hash;
    }

    /// <summary>From 0 to one less than <paramref name="sides"/>.</summary>
    /// <param name="throwOf">Which of the throws of this period.</param>
    public long Throw(long period, int throwOf, long sides) => (long)(Mix(_seed + ((ulong)period * 2) + (ulong)throwOf) % (ulong)sides);

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
