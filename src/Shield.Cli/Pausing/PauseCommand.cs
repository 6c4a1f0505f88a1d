using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Acts;

namespace Shield.Cli.Pausing;

internal static class PauseCommand
{
    private static readonly TimeSpan UsualLength = TimeSpan.FromHours(4);

    public static Command Create(CommandRunner runner)
    {
        var reason = ReasonOption();
        var who = ActOptions.WhoOption();
        var length = ActOptions.DurationOption(UsualLength, "");
        var everything = new Option<bool>("--everything")
        {
            Description = "Removals too: blocks whose reason is gone stay until the end of the pause",
        };
        var command = new Command(
            "pause",
            "Make no new block until the end of the pause or shield resume; removals go on. Every instance on this PCE obeys it"
        )
        {
            reason,
            who,
            length,
            everything,
        };
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var by = await Signature.OfAsync(
                    parsed.GetValue(who),
                    parsed.GetRequiredValue(reason),
                    runner.Surroundings.Environment,
                    composition.Settings,
                    cancellationToken
                );
                var now = composition.Now;
                var flag = PauseFlag.Make(by.Who, by.Why, now, now + (parsed.GetValue(length) ?? UsualLength), parsed.GetValue(everything));
                var (result, record) = await PauseRecord.KeepAsync(
                    ActOf(ActKind.Pause, by, now, parsed.GetValue(length) ?? UsualLength),
                    () => composition.OpenPauseSwitch().PauseAsync(flag, cancellationToken),
                    composition.OpenLedgerAsync,
                    composition.HasLedger,
                    cancellationToken
                );
                return Reply.Of(
                    new Answer<PauseOutcome>(new PauseOutcome(result, record), result.Now is not null ? ExitCode.Done : ExitCode.Refused),
                    outcome => new PauseDocument(outcome),
                    PauseJson.Default.PauseDocument,
                    PauseReport.WritePause
                );
            }
        );
        return command;
    }

    internal static Option<string> ReasonOption()
    {
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks later; required", Required = true };
        reason.Validators.Add(ActOptions.CheckReason);
        return reason;
    }

    internal static Act ActOf(ActKind kind, Signature by, DateTimeOffset now, TimeSpan? length) =>
        OperatorAct.Make(kind, default, Directions.Both, length, by, now, acceptedPlan: null) with
        {
            Indicator = null,
        };
}
