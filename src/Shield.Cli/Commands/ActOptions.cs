using System.CommandLine;
using System.CommandLine.Parsing;
using Shield.Cli.Hosting;
using Shield.Cli.Output;
using Shield.Cli.Wording;
using Shield.Cli.Work;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;

namespace Shield.Cli.Commands;

/// <summary>What every act takes: a reason, who, and whether to leave it at recording.</summary>
internal sealed class ActOptions
{
    private const int LongestReason = 1_000;

    public Argument<Indicator> Indicator { get; } = IndicatorArgument.Create();

    public Option<string> Reason { get; } = new("--reason") { Description = "Why, for whoever asks later; required", Required = true };

    public Option<string?> Who { get; } = WhoOption();

    public Option<bool> RecordOnly { get; } = new("--record-only") { Description = "Record it and leave the PCE to the next apply" };

    /// <summary>Null for an act that has no end (allow).</summary>
    public Option<TimeSpan>? For { get; }

    private ActOptions(bool hasEnd)
    {
        For = hasEnd ? DurationOption() : null;
        Reason.Validators.Add(CheckReason);
    }

    public static void CheckReason(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= LongestReason } reason || string.IsNullOrWhiteSpace(reason))
        {
            result.AddError($"--reason takes 1 to {LongestReason} characters");
        }
    }

    public static ActOptions AddTo(Command command, bool hasEnd)
    {
        var options = new ActOptions(hasEnd);
        command.Arguments.Add(options.Indicator);
        command.Options.Add(options.Reason);
        command.Options.Add(options.Who);
        command.Options.Add(options.RecordOnly);
        if (options.For is { } length)
        {
            command.Options.Add(length);
        }

        return options;
    }

    public static Option<string?> WhoOption() => new("--who") { Description = $"Who acts; {Signature.Variable}, else user@host, or the caller's ARN with --stack" };

    /// <summary>Recording needs no PCE.</summary>
    public PceNeed Need(ParseResult parsed) => parsed.GetValue(RecordOnly) ? PceNeed.None : PceNeed.ToReconcile;

    public async Task<Reply> RunAsync(ParseResult parsed, CommandRunner runner, Composition composition, ActKind kind, Directions directions, CancellationToken cancellationToken)
    {
        var by = new Signature(await Signature.NameOfAsync(parsed.GetValue(Who), runner.Surroundings.Environment, composition.Settings, cancellationToken), parsed.GetRequiredValue(Reason));
        var act = Acting.Make(kind, parsed.GetRequiredValue(Indicator), directions, For is null ? null : parsed.GetValue(For), by, composition.Now, acceptedPlan: null);
        var reconciler = parsed.GetValue(RecordOnly) ? null : await composition.OpenReconcilerAsync(cancellationToken);
        Func<CancellationToken, Task<ReconcileReport>>? reconcile = reconciler is null ? null : token => reconciler($"{ActRow.Of(act).Kind} by {by.Who}", token);
        var answer = await Acting.RunAsync(act, await composition.OpenLedgerAsync(cancellationToken), reconcile, await LookAsync(kind, composition, cancellationToken), composition.Note, composition.Clock, cancellationToken);
        return Reply.Of(answer, CliJson.Default.ActAnswer, ActText.Write);
    }

    // In a deployment in AWS the loop there has the key; here there is nothing to read the PCE with.
    private static async Task<AfterLook> LookAsync(ActKind kind, Composition composition, CancellationToken cancellationToken) =>
        composition.Settings is { Aws: not null, LedgerTable: not null }
            ? new AfterLook(composition.Settings.Pce.Mode, Reader: null, Others: null)
            : new AfterLook(
                composition.Settings.Pce.Mode,
                await composition.OpenSituationAsync(cancellationToken),
                kind is ActKind.Unblock or ActKind.Allow ? composition.OtherCover : null);

    private static Option<TimeSpan> DurationOption() => new("--for")
    {
        Description = "How long it lasts, such as 12h or 30d; 7d",
        HelpName = "duration",
        DefaultValueFactory = _ => TimeSpan.FromDays(7),
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
