using System.CommandLine;
using System.Globalization;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Cli.Threats;
using Shield.Cli.Undoing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Answers;

namespace Shield.Cli.Adopting;

internal static class AdoptCommand
{
    private static readonly TimeSpan UsualLength = TimeSpan.FromDays(30);

    public static Command Create(CommandRunner runner)
    {
        var number = new Argument<long>("list")
        {
            Description = "The number of the IP list at the end of its address: 12 of /orgs/1/sec_policy/draft/ip_lists/12",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0)
                {
                    return parsed;
                }

                result.AddError($"adopt takes the number of an IP list, such as 12, not '{text}'");
                return default;
            },
        };
        var direction = DirectionOption.Create("inbound: it may not reach us; outbound: we may not reach it; both", Directions.Inbound);
        var length = ActOptions.DurationOption(UsualLength, "");
        var command = new Command(
            "adopt",
            "Take over whom an unmarked IP list excludes, such as that of the first GuardDuty Lambda: shown first, done with --apply"
        )
        {
            number,
            direction,
            length,
        };
        var proposal = ProposalOptions.AddTo(command);
        runner.On(
            command,
            need: _ => PceNeed.Always,
            async (parsed, composition, cancellationToken) =>
            {
                var asked = parsed.GetValue(number);
                var list = await composition.OpenExcludingLists().FindAsync(asked, cancellationToken);
                if (list is null or { IsMarked: true })
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "unknown-list",
                            list is null
                                ? $"the PCE has no IP list with the number {asked}"
                                : $"'{list.Name}' carries a mark of Shield's: there is nothing to take over"
                        )
                    );
                }

                var reader = await composition.OpenSituationAsync(
                    EvidenceScope.AliveAnd([.. list.Draft.Concat(list.Active)]),
                    cancellationToken
                );
                var now = await reader.ReadAsync(composition.Now, cancellationToken);
                var by = await proposal.SignatureAsync(parsed, runner, composition.Settings, cancellationToken);
                by = new Signature(by.Who, $"adopted from '{list.Name}': {by.Why}");
                var directions = DirectionOption.Of(parsed, direction) ?? Directions.Inbound;
                var adoption = Adoption.Of(list, directions, parsed.GetValue(length) ?? UsualLength, by, now, reader);
                if (adoption.Acts.IsEmpty || !parsed.GetValue(proposal.Apply))
                {
                    return ReplyOf(adoption, ExitCode.Done);
                }

                var done = await ActRun.DoAsync(
                    composition,
                    adoption.Acts,
                    $"adopt {asked.ToString(CultureInfo.InvariantCulture)} by {by.Who}",
                    isRecordOnly: false,
                    cancellationToken
                );
                return ReplyOf(
                    adoption with
                    {
                        Acts = done.Result.Acts,
                        Done = done.Result,
                    },
                    done.ExitCode is ExitCode.Done && adoption.HasForbidden ? ExitCode.Refused : done.ExitCode
                );
            }
        );
        return command;
    }

    private static Reply ReplyOf(Adoption adoption, int exitCode) =>
        Reply.Of(new Answer<Adoption>(adoption, exitCode), AdoptAnswer.Of, AdoptJson.Default.AdoptAnswer, AdoptText.Write);
}
