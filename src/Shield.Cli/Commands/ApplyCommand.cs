using System.CommandLine;
using Shield.Cli.Output;
using Shield.Cli.Wording;
using Shield.Cli.Work;

namespace Shield.Cli.Commands;

internal static class ApplyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var accept = new Option<string?>("--accept-plan") { Description = "Approve the set that was kept back under this fingerprint; limits hold it no more", HelpName = "fingerprint" };
        var reason = new Option<string?>("--reason") { Description = "Why it is accepted" };
        var who = ActOptions.WhoOption();
        var command = new Command("apply", "Bring the PCE to what is decided: write, provision, read back") { accept, reason, who };
        runner.On(command, need: _ => PceNeed.ToReconcile, async (parsed, composition, cancellationToken) =>
        {
            var name = await Signature.NameOfAsync(parsed.GetValue(who), runner.Surroundings.Environment, composition.Settings, cancellationToken);
            var reconciler = await composition.OpenReconcilerAsync(cancellationToken);
            var fingerprint = parsed.GetValue(accept);
            var accepted = fingerprint is null ? [] : await Application.AcceptAsync(
                fingerprint,
                await composition.OpenSituationAsync(cancellationToken),
                await composition.OpenLedgerAsync(cancellationToken),
                new Signature(name, parsed.GetValue(reason) ?? $"accepted plan {fingerprint}"),
                composition.Now,
                cancellationToken);
            if (accepted is not { } approved)
            {
                return Reply.Of(ErrorAnswer.Of("unknown-plan", $"no set was kept back by a limit under the fingerprint '{fingerprint}', neither now nor in history: shield plan shows the current one, and what each addition waits for"));
            }

            var trigger = fingerprint is null ? $"apply by {name}" : $"apply --accept-plan {fingerprint} by {name}";
            var (answer, notYet, isOfAnother) = await Application.RunAsync(reconciler, trigger, composition.Settings.Pce.Mode, approved, cancellationToken);
            if (isOfAnother)
            {
                composition.Note("another instance held the lease: the answer is that of its round, which began after this command");
            }

            return answer is null
                ? Reply.Of(ErrorAnswer.Of("not-yet", notYet!))
                : Reply.Of(answer, CliJson.Default.ApplyAnswer, ApplyText.Write);
        });
        return command;
    }
}
