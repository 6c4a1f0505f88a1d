using System.Collections.Immutable;
using System.CommandLine;
using Shield.Core.Feeds;

namespace Shield.Cli.Threats;

/// <summary><c>--format</c> of a list.</summary>
internal static class FeedFormatOption
{
    public static Option<string?> Create(string description, ImmutableArray<FeedFormat> formats)
    {
        var option = new Option<string?>("--format") { Description = description };
        option.AcceptOnlyFromAmong([.. formats.Select(format => format.ToWord())]);
        return option;
    }

    /// <summary>Null where it was not given.</summary>
    public static FeedFormat? Of(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } word ? Enum.GetValues<FeedFormat>().Single(format => format.ToWord() == word) : null;
}
