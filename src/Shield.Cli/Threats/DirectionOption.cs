using System.Collections.Immutable;
using System.CommandLine;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;

namespace Shield.Cli.Threats;

/// <summary><c>--direction</c>: inbound, outbound or both.</summary>
internal static class DirectionOption
{
    private static readonly ImmutableArray<Directions> All = [Directions.Inbound, Directions.Outbound, Directions.Both];

    /// <param name="default">Null: without the option nothing is said of a direction.</param>
    public static Option<string?> Create(string description, Directions? @default)
    {
        var option = new Option<string?>("--direction") { Description = description };
        if (@default is { } usual)
        {
            option.DefaultValueFactory = _ => usual.ToWord();
        }

        option.AcceptOnlyFromAmong([.. All.Select(directions => directions.ToWord())]);
        return option;
    }

    /// <summary>Null where it was not given and has no default.</summary>
    public static Directions? Of(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } word ? All.Single(directions => directions.ToWord() == word) : null;
}
