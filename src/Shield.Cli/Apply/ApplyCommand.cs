using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;
using Shield.Operating.Apply;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Cli.Apply;

internal static class ApplyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var accept = new Option<string?>("--accept-plan")
        {
            Description = "Lift the limits for the set that they kept back under this fingerprint; needs --reason",
            HelpName = "fingerprint",
        };
        var reason = new Option<string?>("--reason")
        {
            Description = "Why it is accepted, for whoever asks later; required with --accept-plan",
        };
        var who = ActOptions.WhoOption();
        var command = new Command("apply", "Bring the PCE to what is decided: write, provision, read back") { accept, reason, who };
        reason.Validators.Add(ActOptions.CheckReason);
        command.Validators.Add(result =>
        {
            if (result.GetResult(accept) is not null && result.GetResult(reason) is null)
            {
                result.AddError("--accept-plan needs --reason: an accept is an act, and says why");
            }
        });
        runner.On(
            command,
            need: _ => PceNeed.ToReconcile,
            async (parsed, composition, cancellationToken) =>
            {
                var name = await Signature.NameOfAsync(
                    parsed.GetValue(who),
                    runner.Surroundings.Environment,
                    composition.Settings,
                    cancellationToken
                );
                var reconciler = await composition.OpenReconcilerAsync(cancellationToken);
                var fingerprint = parsed.GetValue(accept);
                var accepted = fingerprint is null
                    ? []
                    : await ApplyRun.AcceptAsync(
                        fingerprint,
                        await composition.OpenSituationAsync(cancellationToken),
                        await composition.OpenLedgerAsync(cancellationToken),
                        new Signature(name, parsed.GetValue(reason) ?? ""),
                        composition.Now,
                        cancellationToken
                    );
                if (accepted is not { } granted)
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "unknown-plan",
                            $"no set was kept back by a limit under the fingerprint '{fingerprint}', or another one took its place since: "
                                + "shield plan shows the current one, and what each addition waits for"
                        )
                    );
                }

                if (fingerprint is not null && granted.IsEmpty)
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "unknown-plan",
                            $"not recorded: no limit keeps back anything of plan '{fingerprint}'. Capacity, never-block "
                                + $"and somebody's draft cannot be accepted: {Remedies.MakesRoom}; "
                                + "shield plan shows what each addition waits for"
                        )
                    );
                }

                var trigger = fingerprint is null ? $"apply by {name}" : $"apply --accept-plan {fingerprint} by {name}";
                var (answer, notYet, isOfAnother) = await ApplyRun.RunAsync(
                    reconciler,
                    trigger,
                    composition.Settings.Pce.Mode,
                    granted,
                    RemovedByHandAsync,
                    cancellationToken
                );
                if (isOfAnother)
                {
                    composition.Note("another instance held the lease: the answer is that of its round, which began after this command");
                }

                return answer is null
                    ? Reply.Of(ErrorAnswer.Of("not-yet", notYet!))
                    : Reply.Of(answer, ApplyAnswer.Of, ApplyJson.Default.ApplyAnswer, ApplyText.Write);

                // Read after the reconcile: that is what notices entries that somebody took off, and records it.
                async Task<ImmutableArray<RemovedByHandRow>> RemovedByHandAsync(CancellationToken token) =>
                    await RemovedByHandRow.NameAsync(
                        RemovedByHandRow.InForce(
                            (await (await composition.OpenReaderAsync(token)).ReadAsync(EvidenceScope.Only([]), token)).Acts,
                            composition.Now
                        ),
                        composition.OpenUserNames(),
                        token
                    );
            }
        );
        return command;
    }
}
