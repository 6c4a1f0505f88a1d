using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Indicators;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary>The kinds of value that a setting may have: how each is read, written, and refused.</summary>
internal static class SettingType
{
    private const string None = "none";

    public static ValueSetting<string?> Text(string name, string otherwise = None) =>
        new(name, null, "", text => (true, text), value => value ?? otherwise) { Otherwise = otherwise };

    public static ValueSetting<Secret?> Secret(string name, string otherwise = None) =>
        new(name, null, "", text => (true, Pce.Calling.Secret.Of(text)), _ => None)
        {
            Otherwise = otherwise,
            IsSecret = true,
            Places = SettingPlaces.Anywhere & ~SettingPlaces.Parameter,
        };

    /// <summary>The URL of a queue of SQS.</summary>
    public static ValueSetting<Uri?> QueueUrl(string name) =>
        new(
            name,
            null,
            "must be the URL of a queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/shield",
            text =>
                (
                    Uri.TryCreate(text, UriKind.Absolute, out var url)
                        && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
                        && url.AbsolutePath.Length > 1,
                    url
                ),
            url => url?.ToString() ?? None
        )
        {
            Type = "URL of a queue",
            Otherwise = None,
        };

    /// <param name="example">Of one that is right.</param>
    public static ValueSetting<Uri?> WebUrl(string name, string example) =>
        new(
            name,
            null,
            $"must be an address of http or https without a password, such as {example}",
            text =>
                (
                    Uri.TryCreate(text, UriKind.Absolute, out var url)
                        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
                        && url.UserInfo is "",
                    url
                ),
            url => url?.ToString() ?? None
        )
        {
            Type = "URL",
        };

    /// <summary>Nobody on the way reads along: https, or this machine.</summary>
    public static bool IsForWeb(Uri url) =>
        url.Host.Length > 0 && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    public static ValueSetting<int> Number(string name, int standard, int least, int greatest, string unit) =>
        new(
            name,
            standard,
            $"must be a whole number from {least} to {greatest}",
            text =>
                (
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && number >= least
                        && number <= greatest,
                    number
                ),
            number => number.ToString(CultureInfo.InvariantCulture)
        )
        {
            Type = "whole number",
            Bounds = $"{least} to {greatest}",
            Unit = unit,
        };

    public static ValueSetting<double> Severity(string name, double standard) =>
        new(
            name,
            standard,
            "must be a number from 0 to 10",
            text =>
                (
                    double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                        && number is >= 0 and <= 10,
                    number
                ),
            number => number.ToString("0.0", CultureInfo.InvariantCulture)
        )
        {
            Type = "number",
            Bounds = "0 to 10",
            Unit = "GuardDuty's scale of severity",
        };

    public static ValueSetting<bool> Flag(string name, bool standard) =>
        new(name, standard, "must be true or false", text => (bool.TryParse(text, out var flag), flag), flag => flag ? "true" : "false")
        {
            Type = "`true` or `false`",
        };

    public static ValueSetting<TimeSpan> Time(string name, TimeSpan standard) =>
        new(name, standard, Duration.Form, text => (Duration.TryParse(text, out var time), time), Duration.ToText)
        {
            Type = "length of time",
        };

    public static ValueSetting<TimeSpan> Time(string name, TimeSpan standard, TimeSpan least) =>
        Time(name, standard, least, Duration.Longest);

    public static ValueSetting<TimeSpan> Time(string name, TimeSpan standard, TimeSpan least, TimeSpan greatest) =>
        new(
            name,
            standard,
            $"{Duration.Form}, at least {Duration.ToText(least)} and at most {Duration.ToText(greatest)}",
            text => (Duration.TryParse(text, out var time) && time >= least && time <= greatest, time),
            Duration.ToText
        )
        {
            Type = "length of time",
            Bounds = $"{Duration.ToText(least)} to {Duration.ToText(greatest)}",
        };

    /// <summary>A prefix length, with or without its slash.</summary>
    public static ValueSetting<int> Prefix(string name, int standard, int greatest) =>
        new(
            name,
            standard,
            $"must be a prefix length from /0 to /{greatest}",
            text =>
                (
                    int.TryParse(text.AsSpan(text.StartsWith('/') ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                        && length <= greatest,
                    length
                ),
            length => $"/{length.ToString(CultureInfo.InvariantCulture)}"
        )
        {
            Type = "prefix length",
            Bounds = $"/0 to /{greatest}",
            Unit = "bits",
        };

    /// <summary>Bytes, or KiB and MiB.</summary>
    public static ValueSetting<int> Size(string name, int standard, int least, int greatest) =>
        new(
            name,
            standard,
            $"must be a size from {least} bytes to {greatest >> 20} MiB, such as 512KiB, 1MiB or 1048576",
            text =>
            {
                var (digits, unit) = text switch
                {
                    _ when text.EndsWith("KiB", StringComparison.OrdinalIgnoreCase) => (text[..^3].TrimEnd(), 1L << 10),
                    _ when text.EndsWith("MiB", StringComparison.OrdinalIgnoreCase) => (text[..^3].TrimEnd(), 1L << 20),
                    _ => (text, 1L),
                };
                var isFine =
                    int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number * unit >= least
                    && number * unit <= greatest;
                return (isFine, isFine ? (int)(number * unit) : 0);
            },
            bytes => bytes.ToString(CultureInfo.InvariantCulture)
        )
        {
            Type = "size",
            Bounds = $"{least} to {greatest}",
            Unit = "bytes, or with KiB or MiB",
        };

    /// <summary>One of the members of <typeparamref name="T"/>, by its name and never by its number.</summary>
    public static ValueSetting<T> Word<T>(string name, T standard)
        where T : struct, Enum => Word(name, standard, [.. Enum.GetValues<T>().Select(word => (Lower(word), word))]);

    public static ValueSetting<T> Word<T>(string name, T standard, ImmutableArray<(string Text, T Word)> words)
        where T : struct, Enum =>
        new(
            name,
            standard,
            $"must be {string.Join(" or ", words.Select(word => word.Text))}",
            text =>
                words
                    .Where(word => word.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
                    .Select(word => (true, word.Word))
                    .FirstOrDefault(),
            value => words.First(word => EqualityComparer<T>.Default.Equals(word.Word, value)).Text
        )
        {
            Type = "word",
            Bounds = string.Join(", ", words.Select(word => $"`{word.Text}`")),
        };

    /// <summary>The same setting where saying nothing is an answer of its own: null.</summary>
    public static ValueSetting<T?> Optional<T>(ValueSetting<T> setting, string otherwise)
        where T : struct =>
        new(
            setting.Name,
            null,
            setting.Form,
            text => setting.Parse(text) is (true, var value) ? (true, value) : (false, null),
            value => value is { } said ? setting.ToText(said) : otherwise
        )
        {
            Type = setting.Type,
            Bounds = setting.Bounds,
            Unit = setting.Unit,
            Otherwise = otherwise,
        };

    public static ListSetting<string> Texts(string name, string otherwise, string separator) =>
        new(name, text => (text, null), texts => texts is [] ? otherwise : string.Join(separator, texts))
        {
            Type = "list of texts",
            Otherwise = otherwise,
        };

    public static ListSetting<AddressRange> Ranges(string name) =>
        new(
            name,
            text =>
                !AddressRange.TryParse(text, out var range, out var error) ? (range, error)
                : Core.Decisions.Breadth.IsTooBroadForAnyList(range)
                    ? (range, $"{range} covers so much that hardly anything could be blocked any more")
                : (range, null),
            Joined
        )
        {
            Type = "list of addresses and ranges",
            TakesCommas = true,
        };

    public static ListSetting<DomainName> Domains(string name) =>
        new(
            name,
            // Whoever writes *.corp.example means what corp.example stands for here anyway.
            text =>
                DomainName.TryParse(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text, out var domain, out var error)
                    ? (domain, null)
                    : (domain!, error),
            names => Joined([.. names.Select(domain => domain.Text)])
        )
        {
            Type = "list of domain names",
            TakesCommas = true,
        };

    /// <summary>A word as settings spell it.</summary>
    public static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    public static string Joined<T>(IReadOnlyList<T> values) => values is [] ? None : string.Join(", ", values);
}
