namespace Shield.Hosting.Settings;

/// <summary>What an operator calls a channel or a feed: a part of a key, so it has few letters.</summary>
internal static class GivenName
{
    internal const int Longest = 40;

    internal static readonly string Form = $"1 to {Longest} of a-z, 0-9 and hyphens";

    internal static bool IsOne(ReadOnlySpan<char> text)
    {
        var isFine = text.Length is > 0 and <= Longest;
        foreach (var c in text)
        {
            isFine &= char.IsAsciiLetterOrDigit(c) || c is '-';
        }

        return isFine;
    }
}
