using System.CommandLine;
using System.Globalization;

namespace Shield.Cli.Hosting;

/// <summary><c>--limit</c>: at most so many rows.</summary>
internal static class LimitOption
{
    public static Option<int?> Create(string description)
    {
        var limit = new Option<int?>("--limit") { Description = description, HelpName = "number" };
        limit.Validators.Add(result =>
        {
            if (
                result.Tokens is [var token]
                && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            )
            {
                result.AddError($"--limit takes a number from 1, not '{token.Value}'");
            }
        });
        return limit;
    }
}
