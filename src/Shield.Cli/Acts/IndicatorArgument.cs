using System.CommandLine;
using System.CommandLine.Parsing;
using Shield.Core.Indicators;

namespace Shield.Cli.Acts;

/// <summary>An address, a range or a domain; whatever is none is a fault of the command line and is named.</summary>
internal static class IndicatorArgument
{
    public static Argument<Indicator> Create() =>
        new("indicator")
        {
            Description = "An address, a range (192.0.2.0/28, or low-high) or a domain",
            CustomParser = result => Parse(result, result.Tokens[0]),
        };

    /// <summary>The same as an option that may be repeated.</summary>
    public static Option<Indicator[]> Option(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "indicator",
            CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token))],
        };

    private static Indicator Parse(ArgumentResult result, Token token)
    {
        if (Indicator.TryParse(token.Value, out var indicator, out var error))
        {
            return indicator;
        }

        result.AddError(error);
        return default;
    }
}
