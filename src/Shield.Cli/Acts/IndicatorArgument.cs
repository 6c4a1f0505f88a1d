using System.CommandLine;
using Shield.Core.Indicators;

namespace Shield.Cli.Acts;

/// <summary>An address, a range or a domain; whatever is none is a fault of the command line and is named.</summary>
internal static class IndicatorArgument
{
    public static Argument<Indicator> Create() =>
        new("indicator")
        {
            Description = "An address, a range (192.0.2.0/28, or low-high) or a domain",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Indicator.TryParse(text, out var indicator, out var error))
                {
                    return indicator;
                }

                result.AddError(error);
                return default;
            },
        };
}
