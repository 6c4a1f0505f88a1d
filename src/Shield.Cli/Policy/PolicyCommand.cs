using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Cli.Sources;
using Shield.Hosting.Settings;
using Shield.Operating.Policy;

namespace Shield.Cli.Policy;

internal static class PolicyCommand
{
    public static Command Create(CommandRunner runner) => new("policy", "What decisions depend on") { Show(runner), Check(runner) };

    private static Command Show(CommandRunner runner)
    {
        var command = new Command("show", "What is in force, and where each value comes from");
        runner.OnList(
            command,
            (_, composition, _) =>
                Task.FromResult(
                    Reply.Of(
                        PolicyListing.Of(composition.Settings),
                        PolicyRow.Of,
                        PolicyJson.Default.ImmutableArrayPolicyRow,
                        PolicyJson.Default.PolicyRow,
                        PolicyText.Write
                    )
                )
        );
        return command;
    }

    private static Command Check(CommandRunner runner)
    {
        var file = new Argument<string>("file")
        {
            Description = "A settings file: its Policy, Limits and NeverBlock instead of those of shield.json",
        };
        var findings = new Option<string?>("--findings")
        {
            Description = "Findings to judge, instead of the ledger's; - is standard input",
            HelpName = "file",
        };
        var command = new Command("check", "What another policy would decide differently; writes nothing") { file, findings };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var path = parsed.GetRequiredValue(file);
                var after = ShieldSettings.From(
                    PolicySections.Replace(composition.Settings.Layers, SettingLayer.OfFile(path)),
                    needsPce: false
                );
                var trial = new PolicyTrial(
                    await composition.DecideAsync(cancellationToken),
                    composition.Settings,
                    after,
                    await composition.ResolvePceAsync(cancellationToken)
                );
                var source = parsed.GetValue(findings) is { } name
                    ? name is FilePlace.StandardInput
                        ? IngestSource.OfInput(runner.Surroundings.OpenInput)
                        : IngestSource.OfFile(name)
                    : null;
                try
                {
                    return Reply.Of(
                        await trial.RunAsync(path, source, cancellationToken),
                        PolicyCheckAnswer.Of,
                        PolicyJson.Default.PolicyCheckAnswer,
                        PolicyText.Write
                    );
                }
                catch (Exception e) when (source is not null && e is IOException or UnauthorizedAccessException)
                {
                    return Reply.Of(ErrorAnswer.Of("unreadable", $"{source.Name}: cannot be read: {e.Message}"));
                }
            }
        );
        return command;
    }
}
