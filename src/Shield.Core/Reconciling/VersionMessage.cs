using System.Buffers;
using System.Globalization;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// The message of a policy version that Shield provisioned: <c>GuardDuty Shield prod: +2 -1 (ingest by ana); intent 5f3a…</c>.
/// The hash of the intent anchors our history in the PCE's own, which we do not control, and tells our versions from a person's.
/// </summary>
/// <param name="Owner">Whose deployment provisioned it.</param>
/// <param name="IntentHash">The hash of the intent's history record, 64 lower-case hex digits; null of a step of <c>init</c>, which has
/// none.</param>
public sealed record VersionMessage(string Owner, string? IntentHash)
{
    private const string Product = "GuardDuty Shield ";
    private const string IntentWord = "; intent ";
    private const int HashLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// The PCE's own limit is not documented; longer messages are cut at the end, where the draft edits of others are named.
    /// </summary>
    private const int Longest = 1_000;

    /// <summary>Of a reconcile. Draft edits of others that it takes along are named at the end.</summary>
    public static string OfIntent(string owner, Intent intent, string intentHash)
    {
        var edits = string.Join(
            ", ",
            intent.TakesAlong.SelectMany(list => list.Edits.Words.Select(word => $"{list.List.ToWord()} {word}"))
        );
        var along = edits.Length is 0 ? "" : $"; takes along draft edits made by others: {edits}";
        var text = $"{Product}{owner}: +{intent.Add.Length} -{intent.End.Length} ({intent.Trigger}){IntentWord}{intentHash}{along}";
        return text.Length <= Longest ? text : text[..Longest];
    }

    /// <summary>Of a step that is no reconcile, such as one of <c>init</c>.</summary>
    /// <param name="now">Stands in it to the millisecond: by it the version is known again after a lost answer.</param>
    public static string OfStep(string owner, string trigger, DateTimeOffset now) =>
        $"{Product}{owner}: {trigger}, {now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}";

    /// <summary>Null for a message that Shield did not write.</summary>
    public static VersionMessage? Read(string? message)
    {
        if (
            message is null
            || !message.StartsWith(Product, StringComparison.Ordinal)
            || message.IndexOf(": ", StringComparison.Ordinal) is not (> 0 and var colon)
        )
        {
            return null;
        }

        var owner = message[Product.Length..Math.Max(Product.Length, colon)];
        return owner.Length is 0 || owner.Contains(' ', StringComparison.Ordinal) ? null : new VersionMessage(owner, HashIn(message));
    }

    // The trigger is text from outside and stands before the hash, so the last place counts.
    private static string? HashIn(string message)
    {
        var at = message.LastIndexOf(')' + IntentWord, StringComparison.Ordinal);
        var start = at + 1 + IntentWord.Length;
        return at >= 0 && message.Length >= start + HashLength && message.AsSpan(start, HashLength).IndexOfAnyExcept(HexDigits) < 0
            ? message.Substring(start, HashLength)
            : null;
    }
}
