using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Shield.Core.FindingTypes;

namespace Shield.Core.Findings;

/// <summary>
/// Texts that come again and again, such as accounts, regions, countries and networks: found by their bytes, one string for all of them. A
/// million findings of one account would be a million strings otherwise.
/// </summary>
/// <remarks>
/// It remembers a bounded number of short texts. Each has one place, and the newer of two with the same place stays, so that nobody can
/// fill or slow it; a place is one reference, so that threads that meet there make a string too many, and nothing else.
/// </remarks>
internal sealed class RecurringTexts
{
    private const int Bits = 10;
    private const int Longest = 96;

    private readonly string?[] _places = new string?[1 << Bits];
    private readonly Func<string, string> _spell;

    private RecurringTexts(Func<string, string> spell) => _spell = spell;

    /// <summary>Words for people and parts of keys, as they are.</summary>
    public static RecurringTexts Labels { get; } = new(text => text);

    /// <summary>Types of findings, as the table spells them.</summary>
    public static RecurringTexts Types { get; } = new(text => TypeTable.Spell(text));

    /// <param name="text">UTF-8, without escapes.</param>
    public string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return _spell(Encoding.UTF8.GetString(text));
        }

        ref var place = ref _places[PlaceOf(text)];
        return place is { } known && Ascii.Equals(text, known) ? known : place = _spell(Encoding.UTF8.GetString(text));
    }

    [return: NotNullIfNotNull(nameof(text))]
    public string? Spell(string? text) => text is null ? null : _spell(text);

    // The first and the last eight bytes, which are the same ones in a short text.
    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        const ulong golden = 0x9E37_79B9_7F4A_7C15;
        var (first, last) = text.Length switch
        {
            >= 8 => (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..])),
            >= 4 => (BinaryPrimitives.ReadUInt32LittleEndian(text), (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..])),
            _ => ((ulong)text[0], (ulong)text[^1]),
        };
        return (int)((((first * golden) ^ last ^ (uint)text.Length) * golden) >> (64 - Bits));
    }
}
