using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Shield.Cli.Hosting;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Cli.Threats;

/// <summary>What <c>threats list</c> takes. Of one option that is repeated any value fits; of several options all must.</summary>
internal sealed class ThreatFilterOptions
{
    /// <summary>In the order in which help lists them.</summary>
    private static readonly OrderedDictionary<string, EntryState> States = ByWord(
        Enum.GetValues<EntryState>().OrderBy(state => state is EntryState.Unknown),
        state => state.ToWord()
    );

    private static readonly OrderedDictionary<string, Verdict> Verdicts = ByWord(
        Enum.GetValues<Verdict>().OrderDescending(),
        verdict => verdict.ToWord()
    );

    private readonly Option<bool> _all = new("--all") { Description = "The ignored and ended ones too" };

    private readonly Option<string[]> _state = OneOf("--state", "In this state", States.Keys);

    private readonly Option<string[]> _verdict = OneOf("--verdict", "With this verdict", Verdicts.Keys);

    private readonly Option<string[]> _reason = new("--reason") { Description = "With this reason code", HelpName = "code" };

    private readonly Option<string[]> _type = new("--type")
    {
        Description = "Named by a finding of this type, or of one that contains this text",
        HelpName = "type",
    };

    private readonly Option<string[]> _account = new("--account") { Description = "Named by a finding of this account", HelpName = "id" };

    private readonly Option<string[]> _region = new("--region") { Description = "Named by a finding in this region", HelpName = "region" };

    private readonly Option<double?> _severity = new("--severity")
    {
        Description = "Of at least this severity, such as 7",
        HelpName = "number",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            result.AddError($"--severity takes a number from 0 to 10, such as 7 or 4.5, not '{result.Tokens[0].Value}'");
            return null;
        },
    };

    private readonly Option<string?> _since = Since.Option("Last seen within this time, such as 24h, or since a date, such as 2026-11-29");

    private readonly Option<string?> _direction = DirectionOption.Create("Blocked or held in this direction", @default: null);

    private readonly Option<AddressRange[]> _in = new("--in")
    {
        Description = "Inside this range",
        HelpName = "cidr",
        CustomParser = result =>
        {
            var ranges = ImmutableArray.CreateBuilder<AddressRange>();
            foreach (var token in result.Tokens)
            {
                if (AddressRange.TryParse(token.Value, out var range, out var error))
                {
                    ranges.Add(range);
                }
                else
                {
                    result.AddError(error);
                }
            }

            return [.. ranges];
        },
    };

    private readonly Option<string?> _sort = new("--sort")
    {
        Description = "By this, the greatest or newest first; by the indicator without it",
    };

    private readonly Option<int?> _limit = LimitOption.Create("At most so many rows");

    /// <summary>Counts instead of rows.</summary>
    public Option<string?> By { get; } =
        new("--by") { Description = "Count the indicators by this of their strongest sighting, or by their reason" };

    public ThreatFilterOptions()
    {
        _sort.AcceptOnlyFromAmong([.. ThreatFilter.Sorts]);
        By.AcceptOnlyFromAmong([.. ThreatCounts.Properties]);
    }

    public void AddTo(Command command)
    {
        foreach (
            var option in (Option[])
                [_all, _state, _verdict, _reason, _type, _account, _region, _severity, _since, _direction, _in, _sort, _limit, By]
        )
        {
            command.Options.Add(option);
        }
    }

    public ThreatFilter FilterOf(ParseResult parsed, DateTimeOffset now)
    {
        ImmutableArray<EntryState> states = [.. Given(_state).Select(word => States[word])];
        ImmutableArray<Verdict> verdicts = [.. Given(_verdict).Select(word => Verdicts[word])];
        return new ThreatFilter
        {
            All = parsed.GetValue(_all) || ThreatFilter.AreOfAll(states, verdicts),
            States = states,
            Verdicts = verdicts,
            Reasons = Given(_reason),
            Types = Given(_type),
            Accounts = Given(_account),
            Regions = Given(_region),
            Severity = parsed.GetValue(_severity),
            Since = MomentText.Of(parsed.GetValue(_since), now),
            Direction = DirectionOption.Of(parsed, _direction),
            In = [.. parsed.GetValue(_in) ?? []],
            Sort = parsed.GetValue(_sort),
            Limit = parsed.GetValue(_limit),
        };

        ImmutableArray<string> Given(Option<string[]> option) => [.. parsed.GetValue(option) ?? []];
    }

    private static Option<string[]> OneOf(string name, string description, IEnumerable<string> words)
    {
        var option = new Option<string[]>(name) { Description = description };
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static OrderedDictionary<string, T> ByWord<T>(IEnumerable<T> values, Func<T, string> word) =>
        new(values.Select(value => KeyValuePair.Create(word(value), value)));
}
