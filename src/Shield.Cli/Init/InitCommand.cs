using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Init;
using Shield.Pce.Installing;

namespace Shield.Cli.Init;

internal static class InitCommand
{
    public static Command Create(CommandRunner runner)
    {
        var apply = new Option<bool>("--apply") { Description = "Do it; without this it is only shown" };
        var rules = new Option<string[]>("--rule")
        {
            Description = "Exclusion mode: an allow rule that may be changed, by its href; may be repeated",
            HelpName = "href",
        };
        var all = new Option<bool>("--all-any-rules")
        {
            Description = "Exclusion mode: every allow rule that uses Any; with --undo, every one that uses a list of ours",
        };
        var undo = new Option<bool>("--undo")
        {
            Description =
                "Exclusion mode: put Any back where init took it out and where --rule says so; the lists stay. "
                + "With --domains: take the list and the rule for names away",
        };
        var migrate = new Option<bool>("--migrate")
        {
            Description = "Move the threats from the lists of the other mode to those of Pce:Mode, then take the old ones away",
        };
        var domains = new Option<bool>("--domains")
        {
            Description =
                "Deny mode: names too, with a list and a rule of their own; some PCEs drop names from deny rules and "
                + "mark every workload with a policy error",
        };
        var rescope = new Option<bool>("--rescope")
        {
            Description = "Deny mode: give our rule set the scope of Pce:Scope; without this a rule set that is there keeps its own",
        };
        var who = ActOptions.WhoOption();
        var command = new Command(
            "init",
            "Show, or make, what Shield needs on the PCE: two IP lists and, in deny mode, a rule set with two override-deny rules"
        )
        {
            apply,
            domains,
            rules,
            all,
            undo,
            migrate,
            rescope,
            who,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(undo) && result.GetValue(migrate))
            {
                result.AddError("of --undo and --migrate one can be given");
            }

            if (result.GetValue(rescope) && (result.GetValue(undo) || result.GetValue(migrate)))
            {
                result.AddError("--rescope goes with neither --undo nor --migrate");
            }
        });
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var choice = new RuleChoice([.. parsed.GetValue(rules) ?? []], parsed.GetValue(all));
                if (composition.Settings.Aws is not null)
                {
                    composition.Note("init works on the PCE directly, from here and with the stack's key; the Lambda has no part in it");
                }

                var name = await Signature.NameOfAsync(
                    parsed.GetValue(who),
                    runner.Surroundings.Environment,
                    composition.Settings,
                    cancellationToken
                );
                var (isUndo, isMigration, hasDomains) = (parsed.GetValue(undo), parsed.GetValue(migrate), parsed.GetValue(domains));
                var what = isMigration ? "init --migrate" : $"init{(hasDomains && isUndo ? " --domains" : "")}{(isUndo ? " --undo" : "")}";
                var isRescoped = parsed.GetValue(rescope);
                var shown = $"{what}{(hasDomains && !isUndo ? " --domains" : "")}{(isRescoped ? " --rescope" : "")}";
                var request = new InitRequest(parsed.GetValue(apply), choice, hasDomains, $"{what} by {name}") { Rescope = isRescoped };
                var isDeny = composition.Settings.Pce.Mode is PceMode.Deny;
                if (isDeny && !isMigration && ((isUndo && !hasDomains) || choice is not { Hrefs: [], AllAny: false }))
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "deny-mode",
                            "Pce:Mode is deny, and deny mode changes nobody's rules: --rule, --all-any-rules and --undo "
                                + "are for exclusion mode. "
                                + "(init --domains --undo takes away what was made for names.)"
                        )
                    );
                }

                if (!isDeny && hasDomains)
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            ReasonCode.NotExpressible,
                            "Pce:Mode is exclusion, and a name cannot be an exclusion of an IP list: --domains is for deny mode"
                        )
                    );
                }

                if (!isDeny && isRescoped)
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "exclusion-mode",
                            "Pce:Mode is exclusion, where the rules are others' and keep their own scopes: --rescope is for deny mode"
                        )
                    );
                }

                var answer =
                    isMigration ? await InitParts.Migration(composition).RunAsync(request, cancellationToken)
                    : isUndo && hasDomains ? await InitParts.Deny(composition).UndoDomainsAsync(request, cancellationToken)
                    : isUndo ? await InitParts.Exclusion(composition).UndoAsync(request, isMove: false, cancellationToken)
                    : isDeny ? await InitParts.Deny(composition).RunAsync(request, isMove: false, cancellationToken)
                    : await InitParts.Exclusion(composition).RunAsync(request, isMove: false, cancellationToken);
                return answer is { ExitCode: ExitCode.Error, Result.Refused: { } refused }
                    ? Reply.Of(ErrorAnswer.Of(refused.Reason, refused.Detail))
                    : Reply.Of(
                        answer,
                        InitJson.Default.InitAnswer,
                        (document, screen) => InitText.Write(document, $"shield {shown} --apply", screen)
                    );
            }
        );
        return command;
    }
}
