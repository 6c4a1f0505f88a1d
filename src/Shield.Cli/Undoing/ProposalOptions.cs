using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;

namespace Shield.Cli.Undoing;

/// <summary>Of a command that shows what acts would do, and does them only with <c>--apply</c>.</summary>
internal sealed record ProposalOptions(Option<bool> Apply, Option<string?> Reason, Option<string?> By)
{
    public static ProposalOptions AddTo(Command command)
    {
        var options = new ProposalOptions(
            new Option<bool>("--apply") { Description = "Do it; without it nothing is recorded or written" },
            new Option<string?>("--reason") { Description = "Why, for whoever asks later; required with --apply" },
            new Option<string?>("--by") { Description = ActOptions.WhoOption().Description }
        );
        command.Add(options.Apply);
        command.Add(options.Reason);
        command.Add(options.By);
        options.Reason.Validators.Add(ActOptions.CheckReason);
        command.Validators.Add(result =>
        {
            if (result.GetResult(options.Apply) is { Implicit: false } && result.GetResult(options.Reason) is null)
            {
                result.AddError("--apply needs --reason: what is recorded says why");
            }
        });
        return options;
    }

    public Task<Signature> SignatureAsync(
        ParseResult parsed,
        CommandRunner runner,
        ShieldSettings settings,
        CancellationToken cancellationToken
    ) =>
        Signature.OfAsync(parsed.GetValue(By), parsed.GetValue(Reason) ?? "", runner.Surroundings.Environment, settings, cancellationToken);
}
