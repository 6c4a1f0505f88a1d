using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Shield.Cli.Printing;
using Shield.Core.Indicators;
using Shield.Pce.Calling;

namespace Shield.Cli.Acts;

/// <summary>
/// The indicators of a command: arguments, lines of files (<c>--from</c>) and lines of standard input (<c>-</c>). All of them are read
/// before anything is done with the first.
/// </summary>
internal sealed class IndicatorInputs
{
    /// <summary>More than every list on a PCE holds together; a longer file is not one of indicators.</summary>
    public const int Most = 20_000;

    private const int LongestLine = 1_000;
    private const string StandardInput = "-";

    private readonly Argument<string[]> _given = new("indicator")
    {
        Description = "Addresses, ranges (192.0.2.0/28, or low-high) and domains; - reads them from standard input, one a line",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _from = new("--from")
    {
        Description = "A file of indicators, one a line; blank lines and what follows # count for nothing; - is standard input",
        HelpName = "file",
    };

    private IndicatorInputs() =>
        _given.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is not StandardInput))
            {
                if (!Indicator.TryParse(token.Value, out _, out var error))
                {
                    result.AddError(error);
                }
            }
        });

    public static IndicatorInputs AddTo(Command command)
    {
        var inputs = new IndicatorInputs();
        command.Arguments.Add(inputs._given);
        command.Options.Add(inputs._from);
        command.Validators.Add(result =>
        {
            if (result.GetResult(inputs._from) is null && result.GetResult(inputs._given) is not { Tokens.Count: > 0 })
            {
                result.AddError("name at least one indicator, or a file of them with --from");
            }
        });
        return inputs;
    }

    /// <summary>Each one once, in the order in which they were given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="openInput">Opens standard input; not called where it is not named.</param>
    /// <param name="cancellationToken">Ends the wait for a pipe.</param>
    public async Task<IndicatorReading> ReadAsync(ParseResult parsed, Func<Stream> openInput, CancellationToken cancellationToken)
    {
        var named = new Dictionary<Indicator, string?>();
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var text in parsed.GetValue(_given) ?? [])
        {
            if (text is StandardInput)
            {
                await ReadLinesAsync("standard input", openInput(), named, faults, cancellationToken);
            }
            else
            {
                named.TryAdd(Indicator.Parse(text), null);
            }
        }

        foreach (var path in parsed.GetValue(_from) ?? [])
        {
            if (path is StandardInput)
            {
                await ReadLinesAsync("standard input", openInput(), named, faults, cancellationToken);
            }
            else
            {
                await ReadFileAsync(path, named, faults, cancellationToken);
            }
        }

        if (named.Count is 0 && faults.Count is 0)
        {
            faults.Add("the input holds no indicator: write one address, range or domain a line");
        }

        return new IndicatorReading([.. named.Select(pair => new NamedIndicator(pair.Key, pair.Value))], faults.ToImmutable());
    }

    private static async Task ReadFileAsync(
        string path,
        Dictionary<Indicator, string?> named,
        ImmutableArray<string>.Builder faults,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await ReadLinesAsync(path, File.OpenRead(path), named, faults, cancellationToken);
        }
        catch (Exception fault) when (BoundedFile.WhyNot(fault, path) is { } why)
        {
            faults.Add($"{path} cannot be read: {why}. Correct --from");
        }
    }

    private static async Task ReadLinesAsync(
        string name,
        Stream stream,
        Dictionary<Indicator, string?> named,
        ImmutableArray<string>.Builder faults,
        CancellationToken cancellationToken
    )
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            var text = line.Split('#', 2)[0].Trim();
            if (text.Length is 0)
            {
                continue;
            }

            if (named.Count >= Most)
            {
                faults.Add($"{name}, line {number}: more than {Most} indicators are too many for one command");
                return;
            }

            if (text.Length > LongestLine)
            {
                faults.Add($"{name}, line {number}: a line of {text.Length} characters is no indicator");
            }
            else if (Indicator.TryParse(text, out var indicator, out var error))
            {
                named.TryAdd(indicator, $"{name}, line {number}");
            }
            else
            {
                faults.Add($"{name}, line {number}: {error}");
            }
        }
    }
}

/// <param name="Indicator">What was named.</param>
/// <param name="Place">The line of a file that named it; null for an argument.</param>
internal sealed record NamedIndicator(Indicator Indicator, string? Place);

/// <param name="Named">All that could be read.</param>
/// <param name="Faults">The lines that are no indicators, each with its place.</param>
internal sealed record IndicatorReading(ImmutableArray<NamedIndicator> Named, ImmutableArray<string> Faults)
{
    /// <summary>At most so many faults are named: a file with more of them is the wrong file.</summary>
    private const int MostFaults = 100;

    /// <summary>Null where every indicator can be used: only then is anything recorded.</summary>
    /// <param name="code">Of the error where an indicator is refused.</param>
    /// <param name="faultOf">Why one cannot be used; null where it can.</param>
    public ErrorAnswer? FaultOf(string code, Func<Indicator, string?> faultOf)
    {
        var refused = Named
            .Select(named => (named.Place, Fault: faultOf(named.Indicator)))
            .Where(one => one.Fault is not null)
            .Select(one => one.Place is null ? one.Fault! : $"{one.Place}: {one.Fault}");
        List<string> all = [.. Faults, .. refused];
        return all switch
        {
            [] => null,
            [var only] => ErrorAnswer.Of(Faults.IsEmpty ? code : "indicators", $"not recorded: {only}"),
            _ => new ErrorAnswer(
                new ErrorDetail
                {
                    Code = Faults.IsEmpty ? code : "indicators",
                    Message = $"nothing was recorded, since {all.Count} of the indicators cannot be used",
                    Faults = [.. all.Take(MostFaults)],
                }
            ),
        };
    }
}
