using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Operating.Acts;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Cli.Acts;

/// <summary>How long an act lasts: whether it takes <c>--for</c>.</summary>
internal enum ActLength
{
    /// <summary>It takes no <c>--for</c> and never ends by itself.</summary>
    Endless,

    /// <summary>Without <c>--for</c> it never ends by itself.</summary>
    Optional,

    Usual,
}

/// <summary>What every act takes: indicators, a reason, who, and whether to leave it at recording.</summary>
internal sealed class ActOptions
{
    /// <summary>Null for an act that is about acts (withdraw).</summary>
    public IndicatorInputs? Indicators { get; private init; }

    public Option<string> Reason { get; } = new("--reason") { Description = "Why, for whoever asks later; required", Required = true };

    public Option<string?> Who { get; } = WhoOption();

    public Option<bool> RecordOnly { get; } = new("--record-only") { Description = "Record it and leave the PCE to the next apply" };

    /// <summary>Null for an act that has no end.</summary>
    public Option<TimeSpan?>? For { get; }

    /// <summary>Without that option; null: until it is removed.</summary>
    private readonly TimeSpan? _usual;

    private ActOptions(ActLength length)
    {
        _usual = length is ActLength.Usual ? OperatorAct.UsualLength : null;
        For = length is ActLength.Endless ? null : DurationOption(_usual, "until it is removed");
        Reason.Validators.Add(CheckReason);
    }

    public static void CheckReason(OptionResult result)
    {
        if (
            result.GetValueOrDefault<string>() is not { Length: > 0 and <= Signature.LongestReason } reason
            || string.IsNullOrWhiteSpace(reason)
        )
        {
            result.AddError($"--reason takes 1 to {Signature.LongestReason} characters");
        }
    }

    public static ActOptions AddTo(Command command, ActLength length, bool isAboutActs = false)
    {
        var options = new ActOptions(length) { Indicators = isAboutActs ? null : IndicatorInputs.AddTo(command) };
        command.Options.Add(options.Reason);
        command.Options.Add(options.Who);
        command.Options.Add(options.RecordOnly);
        if (options.For is { } end)
        {
            command.Options.Add(end);
        }

        return options;
    }

    public static Option<string?> WhoOption() =>
        new("--who") { Description = $"Who acts; {Signature.Variable}, else user@host, or the caller's ARN with --stack" };

    /// <summary>Recording needs no PCE.</summary>
    public PceNeed Need(ParseResult parsed) => parsed.GetValue(RecordOnly) ? PceNeed.None : PceNeed.ToReconcile;

    /// <summary>The same for an act that does not depend on what is decided now.</summary>
    public static void On(Command command, ActLength length, CommandRunner runner, IndicatorAct act) =>
        On(command, length, runner, (_, _, _, _) => Task.FromResult(act));

    /// <summary>
    /// The command does the same act on each of its indicators: recorded together, and followed by one reconcile. Where one of them cannot
    /// be used it says so, and nothing is recorded.
    /// </summary>
    /// <param name="command">Takes the options.</param>
    /// <param name="length">How long the act lasts.</param>
    /// <param name="runner">Runs the command.</param>
    /// <param name="actFor">Which act, and which indicators it takes: by what is decided now, say.</param>
    /// <param name="withoutTraffic">The answer shows who of us talked with them, unless this is given; null: it never does.</param>
    public static void On(
        Command command,
        ActLength length,
        CommandRunner runner,
        Func<ParseResult, ImmutableArray<Indicator>, Composition, CancellationToken, Task<IndicatorAct>> actFor,
        Option<bool>? withoutTraffic = null
    )
    {
        var options = AddTo(command, length);
        if (withoutTraffic is not null)
        {
            command.Options.Add(withoutTraffic);
        }

        runner.On(
            command,
            options.Need,
            async (parsed, composition, cancellationToken) =>
            {
                var read = await options.Indicators!.ReadAsync(parsed, runner.Surroundings.OpenInput, cancellationToken);
                ImmutableArray<Indicator> indicators = [.. read.Named.Select(named => named.Indicator)];
                var act = await actFor(parsed, indicators, composition, cancellationToken);
                if (read.FaultOf(act.FaultCode, act.FaultOf) is { } fault)
                {
                    return Reply.Of(fault);
                }

                foreach (var indicator in indicators)
                {
                    var name = indicators.Length > 1 ? $"{indicator}: " : "";
                    foreach (var note in act.NotesOn(indicator))
                    {
                        composition.Note(name + note);
                    }
                }

                var by = await options.SignatureAsync(parsed, runner, composition, cancellationToken);
                var (now, end) = (composition.Now, options.For is null ? null : parsed.GetValue(options.For) ?? options._usual);
                return await options.RunAsync(
                    parsed,
                    composition,
                    [
                        .. indicators.Select(indicator =>
                            OperatorAct.Make(act.Kind, indicator, act.DirectionsOf(indicator), end, by, now, acceptedPlan: null)
                        ),
                    ],
                    withoutTraffic is null || parsed.GetValue(withoutTraffic) ? null : composition.OpenTraffic(),
                    cancellationToken
                );
            }
        );
    }

    public Task<Signature> SignatureAsync(
        ParseResult parsed,
        CommandRunner runner,
        Composition composition,
        CancellationToken cancellationToken
    ) =>
        Signature.OfAsync(
            parsed.GetValue(Who),
            parsed.GetRequiredValue(Reason),
            runner.Surroundings.Environment,
            composition.Settings,
            cancellationToken
        );

    /// <param name="parsed">The command line.</param>
    /// <param name="composition">What commands work with.</param>
    /// <param name="acts">All of one kind and by one person.</param>
    /// <param name="traffic">Tells who of us talked with the parties, once the act is carried out; null: nobody asks.</param>
    /// <param name="cancellationToken">Ends the wait for the reconcile.</param>
    public async Task<Reply> RunAsync(
        ParseResult parsed,
        Composition composition,
        ImmutableArray<Act> acts,
        TrafficLook? traffic,
        CancellationToken cancellationToken
    )
    {
        var isRecordOnly = parsed.GetValue(RecordOnly);
        var trigger = $"{acts[0].Kind.ToWord()} by {acts[0].Who}";
        var answer = await ActRun.DoAsync(composition, acts, trigger, isRecordOnly, cancellationToken);
        if (traffic is not null && !isRecordOnly)
        {
            var parties = acts.Select(act => act.Indicator).OfType<Indicator>();
            var talked = await traffic.AskAsync(parties, composition.Now, cancellationToken);
            answer = answer with { Result = answer.Result with { Traffic = talked } };
        }

        return Reply.Of(answer, ActAnswer.Of, ActJson.Default.ActAnswer, ActText.Write);
    }

    /// <param name="usual">What whoever asks for the value takes without the option, for the help; null for no end.</param>
    /// <param name="otherwise">How it ends then.</param>
    public static Option<TimeSpan?> DurationOption(TimeSpan? usual, string otherwise) =>
        new("--for")
        {
            Description =
                "How long it lasts, such as 12h or 30d; "
                + $"{(usual is { } length ? Duration.ToText(length) : $"without it, {otherwise}")}",
            HelpName = "duration",
            CustomParser = result =>
            {
                if (Duration.TryParse(result.Tokens[0].Value, out var length) && length > TimeSpan.Zero)
                {
                    return length;
                }

                result.AddError($"--for {Duration.Form}, not '{result.Tokens[0].Value}'");
                return default;
            },
        };
}
