using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;

namespace Shield.Cli.Undoing;

/// <summary>Of a command that shows what acts would do, and does them only with <c>--apply</c>.</summary>
internal sealed record ProposalOptions(Option<bool> Apply, Option<string?> Reason, Option<string?> By)
{
    public static ProposalOptions Create(string reason) =>
        new(
            new Option<bool>("--apply") { Description = "Do it; without it nothing is recorded or written" },
            new Option<string?>("--reason") { Description = reason },
            new Option<string?>("--by") { Description = ActOptions.WhoOption().Description }
        );

    public void CheckOn(Command command)
    {
        Reason.Validators.Add(ActOptions.CheckReason);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Apply) is { Implicit: false } && result.GetResult(Reason) is null)
            {
                result.AddError("--apply needs --reason: what is recorded says why");
            }
        });
    }

    public Task<Signature> SignatureAsync(
        ParseResult parsed,
        CommandRunner runner,
        ShieldSettings settings,
        CancellationToken cancellationToken
    ) =>
        Signature.OfAsync(parsed.GetValue(By), parsed.GetValue(Reason) ?? "", runner.Surroundings.Environment, settings, cancellationToken);
}
