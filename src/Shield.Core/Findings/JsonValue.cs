using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// Values of members, read where they stand: no text is made of what is not kept. What has another shape than expected counts as absent.
/// </summary>
/// <remarks>
/// Nearly every value is spelled as AWS spells it, and is then read from its bytes. Any other, right or wrong, is read as text, which is
/// slower and says what is wrong. The rooms on the stack are not cleared first (<see cref="SkipLocalsInitAttribute"/>): all that is read of
/// one was written before.
/// </remarks>
[SkipLocalsInit]
internal static class JsonValue
{
    /// <summary>Longer than any time, number, address or word that means something.</summary>
    private const int Room = 64;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF' UTC'",
    ];

    public static void MemberTime(this ref Utf8JsonReader json, out Spelled<DateTimeOffset> value)
    {
        json.Read();
        // "2026-01-01T00:00:00Z" to "…00.0000000Z": what AWS writes.
        if (
            json is { TokenType: JsonTokenType.String, ValueIsEscaped: false, ValueSpan: { Length: >= 20 and <= 28 } text }
            && text[^1] is (byte)'Z'
            && json.TryGetDateTimeOffset(out var utc)
        )
        {
            value = new(utc, null);
            return;
        }

        Span<char> room = stackalloc char[Room];
        value = json.CopyText(room) is > 0 and var length ? TimeIn(room[..length]) : default;
    }

    /// <summary>0 to 10, as a number or as text.</summary>
    public static void MemberSeverity(this ref Utf8JsonReader json, out Spelled<double> value)
    {
        json.Read();
        if (
            json.TokenType is JsonTokenType.Number
            && double.TryParse(json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= 10
        )
        {
            value = new(number, null);
            return;
        }

        Span<char> room = stackalloc char[Room];
        value = json.CopyText(room) is > 0 and var length ? SeverityIn(room[..length]) : default;
    }

    public static long? MemberCount(this ref Utf8JsonReader json)
    {
        json.Read();
        Span<char> room = stackalloc char[Room];
        var text = room[..json.CopyText(room)];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
    }

    public static int? MemberPort(this ref Utf8JsonReader json)
    {
        json.Read();
        Span<char> room = stackalloc char[Room];
        var text = room[..json.CopyText(room)];
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
    }

    /// <summary>True or false, as such or as text; null where it is absent.</summary>
    public static bool? MemberFlag(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return json.TokenType is JsonTokenType.True;
        }

        Span<char> room = stackalloc char[Room];
        ReadOnlySpan<char> text = room[..json.CopyText(room)];
        return text.IsEmpty ? null : text.Equals("true", StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>The place of the word in <paramref name="words"/>, compared without case; -1 for any other value.</returns>
    public static int MemberWord(this ref Utf8JsonReader json, params ReadOnlySpan<string> words)
    {
        json.Read();
        if (json.IsPlainText() && Ascii.IsValid(json.ValueSpan))
        {
            return Find(json.ValueSpan, words);
        }

        Span<char> room = stackalloc char[Room];
        ReadOnlySpan<char> text = room[..json.CopyText(room)];
        for (var i = 0; i < words.Length; i++)
        {
            if (text.Equals(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    public static void MemberAddress(this ref Utf8JsonReader json, out Spelled<AddressRange> value)
    {
        json.Read();
        json.ValueAddress(out value);
    }

    /// <summary>A finding has single addresses: a range is none.</summary>
    public static void ValueAddress(this ref Utf8JsonReader json, out Spelled<AddressRange> value)
    {
        Span<char> room = stackalloc char[Room];
        value = json.CopyText(room) is > 0 and var length ? AddressIn(room[..length]) : default;
    }

    /// <summary>
    /// Copies the text of a value, numbers and <c>true</c> as they are spelled; what is longer than the room ends with an ellipsis, so that
    /// it is no value.
    /// </summary>
    /// <returns>The length; 0 for null, an empty text, an object (which is skipped) and an array.</returns>
    public static int CopyText(this ref Utf8JsonReader json, scoped Span<char> room)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
        {
            json.SkipValue();
            return 0;
        }

        if (json.ValueSpan.Length <= room.Length)
        {
            return !json.ValueIsEscaped && Ascii.ToUtf16(json.ValueSpan, room, out var length) is OperationStatus.Done
                ? length
                : json.CopyString(room);
        }

        var text = json.ValueText().AsSpan();
        text[..Math.Min(text.Length, room.Length)].CopyTo(room);
        if (text.Length <= room.Length)
        {
            return text.Length;
        }

        room[^1] = '…';
        return room.Length;
    }

    /// <summary>A text whose bytes are its characters: nothing in it is escaped.</summary>
    private static bool IsPlainText(this ref Utf8JsonReader json) => json is { TokenType: JsonTokenType.String, ValueIsEscaped: false };

    private static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(text, words[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static Spelled<double> SeverityIn(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var severity) && severity is >= 0 and <= 10
            ? new(severity, null)
            : new(null, AddressFault.Quote(text));

    private static Spelled<AddressRange> AddressIn(ReadOnlySpan<char> text)
    {
        if (text.Length == Room)
        {
            return new(null, $": {AddressFault.Quote(text)} is longer than any address");
        }

        if (!AddressRange.TryParse(text, out var address, out var error))
        {
            return new(null, $": {error}");
        }

        return address.IsSingle
            ? new(address, null)
            : new(null, $": {AddressFault.Quote(text)} is a range, where a finding has one address");
    }

    public static bool IsTime(ReadOnlySpan<char> text) => text.Length < Room && TimeIn(text).Value is not null;

    /// <summary>
    /// ISO 8601 with a date and a time, between them <c>T</c> or a space, as Athena has it; without a zone it is UTC, as everything of
    /// AWS's is. Or a time of Unix.
    /// </summary>
    private static Spelled<DateTimeOffset> TimeIn(ReadOnlySpan<char> text)
    {
        const DateTimeStyles asUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return
            DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, asUtc, out var time)
            || TryUnixTime(text, out time)
            ? new(time, null)
            : new(null, $" is {AddressFault.Quote(text)}, which is no ISO 8601 time");
    }

    /// <summary>10 digits are seconds, 13 milliseconds (OCSF), 16 microseconds (Spark), 19 nanoseconds: each from 2001 to 2286.</summary>
    private static bool TryUnixTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        var ticks =
            text.Length is 10 or 13 or 16 or 19 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? text.Length switch
                {
                    10 => number * TimeSpan.TicksPerSecond,
                    13 => number * TimeSpan.TicksPerMillisecond,
                    16 => number * TimeSpan.TicksPerMicrosecond,
                    _ => number / TimeSpan.NanosecondsPerTick,
                }
                : 0;
        time = DateTimeOffset.UnixEpoch.AddTicks(ticks);
        return ticks > 0;
    }
}
