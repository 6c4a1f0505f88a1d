using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Shield.Core.Indicators;

/// <summary>
/// A host name of at least two labels, lower case, without the final dot (RFC 1035, letters-digits-hyphen of RFC 1123; IDNs as punycode,
/// RFC 5890).
/// </summary>
public sealed record DomainName
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private DomainName(string text) => Text = text;

    public string Text { get; }

    /// <summary>An international name may come in Unicode; it is kept in punycode, as DNS and the PCE have it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DomainName? domain, [NotNullWhen(false)] out string? error)
    {
        var name = AsciiOf((text ?? "").ToLowerInvariant()).ToLowerInvariant();
        name = name.EndsWith('.') ? name[..^1] : name;
        var labels = name.Split('.');
        error = name switch
        {
            { Length: 0 or > LongestName } => "is no domain name: 1 to 253 characters are wanted",
            _ when labels.Length < 2 => "is no domain name: it has one label only",
            _ when !labels.All(IsLabel) => "is no domain name: a label is 1 to 63 letters, digits and inner hyphens or underscores",
            _ when labels[^1].All(char.IsAsciiDigit) => "is no domain name: its last label is a number",
            _ => null,
        };
        domain = error is null ? new DomainName(name) : null;
        error = error is null ? null : $"{AddressFault.Quote(text)} {error}";
        return domain is not null;
    }

    /// <summary>
    /// A name as it stands on a PCE's list, maybe with wildcards (docs/pce.md#6-entries). Kept unchanged, so that we can write it back.
    /// </summary>
    public static DomainName AsListed(string text) => new(text);

    public bool IsAtOrBelow(DomainName other) =>
        Text.EndsWith(other.Text, StringComparison.Ordinal) && (Text.Length == other.Text.Length || Text[^(other.Text.Length + 1)] is '.');

    /// <summary>True for a pattern of an IP list that takes the name in, and for the name itself. <c>*</c> stands for any text.</summary>
    public bool TakesIn(DomainName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (pattern, text) = (Text.ToLowerInvariant().Split('*'), name.Text);
        if (pattern is [var whole])
        {
            return whole == text;
        }

        var (head, tail) = (pattern[0], pattern[^1]);
        if (
            text.Length < head.Length + tail.Length
            || !text.StartsWith(head, StringComparison.Ordinal)
            || !text.EndsWith(tail, StringComparison.Ordinal)
        )
        {
            return false;
        }

        var middle = text[head.Length..^tail.Length];
        var at = 0;
        foreach (var part in pattern[1..^1])
        {
            at = middle.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            at += part.Length;
        }

        return true;
    }

    public override string ToString() => Text;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    // What cannot be converted stays as it is, and is no label.
    private static string AsciiOf(string text)
    {
        if (Ascii.IsValid(text) || text.Length > LongestName)
        {
            return text;
        }

        try
        {
            return new IdnMapping { AllowUnassigned = false }.GetAscii(text);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
