using System.Globalization;
using System.Text;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// <c>PAUSED by WHO at T until T2: why</c> as the first line of a list's draft description, where every instance sees it in the read
/// that it does anyway. <c>PAUSED EVERYTHING by …</c> stops removals too. Whoever can edit the list in the PCE's own console can write it:
/// what begins with PAUSED and cannot be read pauses without an end.
/// </summary>
public sealed record PauseFlag
{
    /// <summary>The reason of a flag that a panic wrote begins with it.</summary>
    public const string PanicWord = "panic: ";

    private const string Start = "PAUSED";
    private const string Everything = "EVERYTHING";
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int LongestWho = 100;
    private const int LongestWhy = 300;
    private const int LongestText = 1_000;

    private static readonly string[] Forms =
    [
        Form,
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:sszzz",
    ];

    private PauseFlag(string text) => Text = text;

    /// <summary>The line as it stands, at most 1,000 characters of it. Text from outside, whoever wrote it.</summary>
    public string Text { get; }

    /// <summary>False: only what is not blocked yet waits. True: what is to be taken off waits too.</summary>
    public bool StopsEverything { get; private init; }

    /// <summary>Everything of ours was taken off with it: nothing of ours may stand while it is in force.</summary>
    public bool IsPanic => StopsEverything && Why?.StartsWith(PanicWord, StringComparison.Ordinal) is true;

    /// <summary>When it ends by itself; null for never, and where that cannot be read.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>Null where the line does not have our form.</summary>
    public string? Who { get; private init; }

    /// <inheritdoc cref="Who"/>
    public DateTimeOffset? At { get; private init; }

    /// <inheritdoc cref="Who"/>
    public string? Why { get; private init; }

    /// <summary>Text from outside is cleaned and cut, so that it cannot pass for another field of the flag.</summary>
    /// <param name="who">One word in the flag: characters that could end it become <c>_</c>; at most 100 characters.</param>
    /// <param name="why">At most 300 characters, on one line.</param>
    /// <param name="at">To the second.</param>
    /// <param name="until">To the second; null for no end.</param>
    /// <param name="stopsEverything">Removals too.</param>
    public static PauseFlag Make(string who, string why, DateTimeOffset at, DateTimeOffset? until, bool stopsEverything)
    {
        var what = stopsEverything ? $"{Start} {Everything}" : Start;
        var end = until is { } moment ? $" until {ToText(moment)}" : "";
        return Parse($"{what} by {CleanName(who)} at {ToText(at)}{end}: {CleanReason(why)}");
    }

    /// <summary>Null where the description does not begin with it. Whether it is over is not asked (<see cref="IsInForce"/>).</summary>
    public static PauseFlag? Read(string? description) =>
        description?.StartsWith(Start, StringComparison.Ordinal) is true ? Parse(FirstLine(description)) : null;

    /// <summary>
    /// What holds for all lists together: one that is paused pauses all. Of several the one that stops most and lasts longest; null where
    /// none is in force.
    /// </summary>
    public static PauseFlag? InForce(IEnumerable<PceList> drafts, DateTimeOffset now) =>
        drafts
            .Select(list => Read(list.Description))
            .OfType<PauseFlag>()
            .Where(flag => flag.IsInForce(now))
            .MaxBy(flag => (flag.StopsEverything, flag.Until ?? DateTimeOffset.MaxValue));

    public bool IsInForce(DateTimeOffset now) => Until is null || now < Until;

    /// <summary>The description of a list with this flag, in the place of an earlier one.</summary>
    /// <param name="list">The draft.</param>
    /// <param name="active">Null where it was never provisioned.</param>
    public string DescriptionOn(PceList list, PceList? active) => Without(list, active) is { Length: > 0 } rest ? $"{Text}\n{rest}" : Text;

    /// <summary>
    /// The description of a list without any flag. Where somebody wrote one in the place of the whole description, it is that of the active
    /// version, so that the two are equal again.
    /// </summary>
    /// <inheritdoc cref="DescriptionOn"/>
    public static string? Without(PceList list, PceList? active) =>
        Read(list.Description) is null ? list.Description
        : RestOf(list.Description!) is { Length: > 0 } rest ? rest
        : Read(active?.Description) is null ? active?.Description
        : RestOf(active!.Description!);

    private static string RestOf(string description) => description[FirstLine(description).Length..].TrimStart('\r', '\n');

    private static string FirstLine(string description) =>
        description.IndexOfAny(['\r', '\n']) is >= 0 and var end ? description[..end] : description;

    private static PauseFlag Parse(string line)
    {
        var flag = new PauseFlag(Cut(line, LongestText));
        var words = line.Split(' ');
        var stopsEverything = words.Length > 1 && words[1].Equals(Everything, StringComparison.OrdinalIgnoreCase);
        flag = flag with { StopsEverything = stopsEverything };
        if (words[0] is not Start)
        {
            return flag;
        }

        return words[(stopsEverything ? 2 : 1)..] switch
        {
            ["by", var who, "at", var at, "until", [.. var until, ':'], .. var why]
                when Moment(at) is { } from && Moment(until) is { } to => flag with
            {
                Who = who,
                At = from,
                Until = to,
                Why = string.Join(' ', why),
            },
            ["by", var who, "at", [.. var at, ':'], .. var why] when Moment(at) is { } from => flag with
            {
                Who = who,
                At = from,
                Why = string.Join(' ', why),
            },
            _ => flag,
        };
    }

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            Forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : null;

    private static string ToText(DateTimeOffset moment) => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    private static string CleanName(string who)
    {
        var clean = new string([
            .. who.Trim().Select(c => char.IsAsciiLetterOrDigit(c) || ":./!&_-@+=,".Contains(c, StringComparison.Ordinal) ? c : '_'),
        ]);
        return clean.Length is 0 ? "somebody" : Cut(clean, LongestWho);
    }

    // It is read in the PCE's console, on terminals and in logs: nothing that moves a cursor, turns the reading direction or is markup.
    private static string CleanReason(string why)
    {
        var clean = new StringBuilder();
        foreach (var rune in why.EnumerateRunes())
        {
            clean.Append(
                Rune.IsWhiteSpace(rune) ? " "
                : IsPlain(rune) ? rune.ToString()
                : "_"
            );
        }

        return Cut(clean.ToString().Trim(), LongestWhy).TrimEnd();
    }

    private static bool IsPlain(Rune rune) =>
        rune.Value is not ('<' or '>' or 0xFFFD)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );

    /// <summary>A pair of surrogates is never torn.</summary>
    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
