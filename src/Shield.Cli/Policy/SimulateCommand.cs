using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Cli.Sources;
using Shield.Core.Ledger;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Cli.Policy;

/// <summary><c>simulate</c>: what another policy would have made of a history, before it is let loose.</summary>
internal static class SimulateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<string?>("file")
        {
            Description = "Findings in any wrapping, or a directory of them, instead of the ledger's; - is standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var last = Since.Option("The ledger's evidence of this long, such as 30d, or since a date", "--last");
        var policy = new Option<string?>("--policy")
        {
            Description = "A settings file: its Policy, Limits and NeverBlock instead of those of shield.json",
            HelpName = "file",
        };
        var all = new Option<bool>("--all") { Description = "Show every party that either policy blocked or held" };
        var command = new Command("simulate", "What a policy (--set, --policy) would have blocked on history; writes nothing")
        {
            file,
            last,
            policy,
            all,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is { Tokens: [_, ..] } == result.GetResult(last) is not null)
            {
                result.AddError("name a file of findings, or how much of the ledger's evidence with --last; not both");
            }
        });
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var flagless = PolicySections.WithoutFlags(composition.Settings.Layers);
                var layers = composition.Settings.Layers;
                var inForce = ShieldSettings.From(flagless, needsPce: false);
                var candidate = parsed.GetValue(policy) is { } path
                    ? ShieldSettings.From(PolicySections.Replace(layers, SettingLayer.OfFile(path)), needsPce: false)
                    : composition.Settings;
                var isWhole = parsed.GetValue(all);
                var name = parsed.GetValue(file);
                var scope = name is null ? EvidenceScope.Everything : EvidenceScope.Alive;
                var decided = await composition.DecideAsync(scope, cancellationToken);
                var trial = new Trial(decided, await composition.ResolvePceAsync(cancellationToken));
                var simulation = new Simulation(trial, inForce, candidate);
                if (name is null)
                {
                    var since = MomentText.Of(parsed.GetValue(last), composition.Now);
                    return Answer(simulation.Run(decided.Ledger, since, composition.Now), isWhole);
                }

                try
                {
                    using var place = new FilePlace(name, runner.Surroundings.OpenInput);
                    var evidence = await trial.ReadAsync(
                        place.SourcesAsync(cancellationToken),
                        composition.Settings.MaxRecordBytes,
                        cancellationToken
                    );
                    return Answer(simulation.Run(evidence, since: null, trial.NewestOf(evidence)), isWhole);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    return Reply.Of(ErrorAnswer.Of("unreadable", $"{name}: cannot be read: {fault.Message}"));
                }
            }
        );
        return command;
    }

    private static Reply Answer(Answer<Simulated> answer, bool isWhole) =>
        Reply.Of(
            answer,
            simulated => SimulateAnswer.Of(simulated, isWhole),
            PolicyJson.Default.SimulateAnswer,
            (simulated, screen) => SimulateText.Write(simulated, isWhole, screen)
        );
}
