using System.Globalization;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>Values of members as times, numbers, flags, words and addresses, whether they are written as such or as text.</summary>
internal static class JsonValue
{
    /// <summary>Longer than any time or address. What is longer is not looked at.</summary>
    private const int Longest = 63;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF' UTC'",
    ];

    public static Spelled<DateTimeOffset> MemberTime(this ref Utf8JsonReader json) =>
        json.MemberText() is { } text ? TimeIn(text) : default;

    /// <summary>0 to 10, as a number or as text.</summary>
    public static Spelled<double> MemberSeverity(this ref Utf8JsonReader json) =>
        json.MemberText() is not { } text ? default
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var severity) && severity is >= 0 and <= 10
            ? new(severity, null)
        : new(null, AddressFault.Quote(text));

    public static long? MemberCount(this ref Utf8JsonReader json) =>
        long.TryParse(json.MemberText(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    public static int? MemberPort(this ref Utf8JsonReader json) =>
        ushort.TryParse(json.MemberText(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    /// <summary>True or false, as such or as text; null where it is absent.</summary>
    public static bool? MemberFlag(this ref Utf8JsonReader json) =>
        json.MemberText() is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    /// <returns>The place of the word in <paramref name="words"/>, compared without case; -1 for any other value.</returns>
    public static int MemberWord(this ref Utf8JsonReader json, params string[] words)
    {
        var text = json.MemberText();
        return Array.FindIndex(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    public static Spelled<AddressRange> MemberAddress(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.ValueAddress();
    }

    /// <summary>A finding has single addresses: a range is none.</summary>
    public static Spelled<AddressRange> ValueAddress(this ref Utf8JsonReader json) =>
        json.ValueText() is { } text ? AddressIn(text) : default;

    public static bool IsTime(string text) => TimeIn(text).Value is not null;

    private static Spelled<AddressRange> AddressIn(string text) =>
        text.Length > Longest ? new(null, $": {AddressFault.Quote(text)} is longer than any address")
        : !AddressRange.TryParse(text, out var address, out var error) ? new(null, $": {error}")
        : !address.IsSingle ? new(null, $": {AddressFault.Quote(text)} is a range, where a finding has one address")
        : new(address, null);

    /// <summary>
    /// ISO 8601 with a date and a time, between them <c>T</c> or a space, as Athena has it; without a zone it is UTC, as all times of AWS
    /// are. Or a Unix time.
    /// </summary>
    private static Spelled<DateTimeOffset> TimeIn(string text)
    {
        const DateTimeStyles asUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return
            text.Length <= Longest
            && (
                DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, asUtc, out var time)
                || TryUnixTime(text, out time)
            )
            ? new(time, null)
            : new(null, $" is {AddressFault.Quote(text)}, which is no ISO 8601 time");
    }

    /// <summary>10 digits are seconds, 13 milliseconds (OCSF), 16 microseconds (Spark), 19 nanoseconds: each from 2001 to 2286.</summary>
    private static bool TryUnixTime(string text, out DateTimeOffset time)
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

/// <summary>A value as a finding spells it: what was read, or what is wrong with it; neither where it is absent.</summary>
internal readonly record struct Spelled<T>(T? Value, string? Fault)
    where T : struct
{
    public bool IsAbsent => Value is null && Fault is null;

    /// <param name="faults">Takes the fault, where there is one.</param>
    /// <param name="path">Where in the finding the value stands, such as <c>service.eventLastSeen</c>.</param>
    /// <returns>The value; null where it is absent or faulty.</returns>
    public T? Or(List<string> faults, string path)
    {
        if (Fault is not null)
        {
            faults.Add($"{path}{Fault}");
        }

        return Value;
    }

    /// <inheritdoc cref="Or(List{string}, string)"/>
    public T? Or(List<string> faults, string path, string member) => Or(faults, Fault is null ? "" : $"{path}.{member}");
}
