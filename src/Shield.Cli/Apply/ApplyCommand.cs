using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Hosting.Acts;
using Shield.Operating.Apply;

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
                var (answer, fault) = await ApplyRun.DoAsync(
                    composition,
                    parsed.GetValue(accept),
                    new Signature(name, parsed.GetValue(reason) ?? ""),
                    cancellationToken
                );
                return answer is null
                    ? Reply.Of(ErrorAnswer.Of(fault!))
                    : Reply.Of(answer, ApplyAnswer.Of, ApplyJson.Default.ApplyAnswer, ApplyText.Write);
            }
        );
        return command;
    }
}
