using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Pausing;
using Shield.Pce.Pausing;

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
        On(
            runner,
            command,
            ActKind.Pause,
            who,
            why: parsed => parsed.GetRequiredValue(reason),
            length: parsed => parsed.GetValue(length) ?? UsualLength,
            (parsed, signed, pauseSwitch, cancellationToken) =>
                pauseSwitch.PauseAsync(
                    PauseFlag.Make(signed.By.Who, signed.By.Why, signed.Now, signed.Until, parsed.GetValue(everything)),
                    cancellationToken
                ),
            (result, record) =>
                Reply.Of(
                    new Answer<PauseOutcome>(new PauseOutcome(result, record), result.Now is not null ? ExitCode.Done : ExitCode.Refused),
                    PauseDocument.Of,
                    PauseJson.Default.PauseDocument,
                    PauseReport.WritePause
                )
        );
        return command;
    }

    internal static Option<string> ReasonOption()
    {
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks later; required", Required = true };
        reason.Validators.Add(ActOptions.CheckReason);
        return reason;
    }

    /// <summary>
    /// What <c>pause</c>, <c>resume</c> and <c>panic</c> do alike: somebody signs, the flag on the PCE is changed, and the act is recorded.
    /// </summary>
    /// <param name="length">For how long; null for no end.</param>
    /// <param name="work">On the PCE.</param>
    /// <param name="reply">Tells what came of it.</param>
    internal static void On<T>(
        CommandRunner runner,
        Command command,
        ActKind kind,
        Option<string?> who,
        Func<ParseResult, string> why,
        Func<ParseResult, TimeSpan?> length,
        Func<ParseResult, SignedPause, PauseSwitch, CancellationToken, Task<T>> work,
        Func<T, PauseRecord, Reply> reply
    ) =>
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var by = await Signature.OfAsync(
                    parsed.GetValue(who),
                    why(parsed),
                    runner.Surroundings.Environment,
                    composition.Settings,
                    cancellationToken
                );
                var signed = new SignedPause(by, composition.Now, length(parsed));
                var (result, record) = await PauseRecord.KeepAsync(
                    signed.ToAct(kind),
                    () => work(parsed, signed, composition.OpenPauseSwitch(), cancellationToken),
                    composition.OpenLedgerAsync,
                    composition.HasLedger,
                    cancellationToken
                );
                return reply(result, record);
            }
        );
}
