using System.CommandLine;
using System.Globalization;
using Shield.Hosting.Settings;

namespace Shield.Cli.Hosting;

/// <summary><c>--since</c> and <c>--until</c>: a length of time back from now, or a moment in UTC.</summary>
internal static class Since
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm'Z'"];

    public static Option<string?> Option(string description, string name = "--since")
    {
        var since = new Option<string?>(name) { Description = description, HelpName = "duration|date" };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Of(token.Value, DateTimeOffset.UnixEpoch) is null)
            {
                result.AddError(
                    $"{name} takes a length of time such as 24h or 7d, or a date such as 2026-11-29 or "
                        + $"2026-11-29T20:00Z, not '{token.Value}'"
                );
            }
        });
        return since;
    }

    /// <summary>Null for null, and for what is neither.</summary>
    public static DateTimeOffset? Of(string? text, DateTimeOffset now) =>
        Duration.TryParse(text, out var length) ? now - length
        : DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : null;
}
