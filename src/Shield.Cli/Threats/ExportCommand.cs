using System.CommandLine;
using System.Text;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Reconciling;
using Shield.Hosting.Feeds;
using Shield.Operating.Answers;
using Shield.Operating.Faults;
using Shield.Operating.Reading;

namespace Shield.Cli.Threats;

/// <summary>
/// <c>threats export</c>: what is decided to be blocked now, for other firewalls and platforms. Writes nothing of Shield's.
/// </summary>
internal static class ExportCommand
{
    public static Command Create(CommandRunner runner)
    {
        var format = FeedFormatOption.Create("How it is written", [FeedFormat.Plain, FeedFormat.Csv, FeedFormat.Json, FeedFormat.Stix]);
        format.Required = true;
        var direction = DirectionOption.Create("Only what is blocked in this direction", @default: null);
        var to = new Option<string?>("--to")
        {
            Description = "A file, or s3://BUCKET/KEY, which is replaced as a whole; without it, standard output",
            HelpName = "place",
        };
        var command = new Command("export", "What is decided to be blocked now, as a list for others") { format, direction, to };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var place = parsed.GetValue(to);
                if (place is null && runner.TerminalFor(parsed).IsForPrograms)
                {
                    return Reply.Of(
                        ErrorAnswer.Of("usage", "with -o json the list itself has no place on standard output: name one with --to"),
                        ExitCode.Usage
                    );
                }

                var overview = await Overview.ReadAsync(
                    await composition.OpenSituationAsync(cancellationToken),
                    composition.Now,
                    cancellationToken
                );
                if (overview.Unreachable is { } failure)
                {
                    composition.Note($"the state of blocks is unknown: {PceAdvice.Sentence(failure)}");
                    // The PCE's own addresses are asked of DNS: they are on no list, whether it answers or not.
                    overview = overview with
                    {
                        Decided = await composition.DecideAsync(cancellationToken),
                    };
                }

                if (overview.Decided.NeverBlock.Unreadable is [_, ..] unread)
                {
                    return Reply.Of(
                        ErrorAnswer.Of(
                            "never-block",
                            $"nothing was exported, since what must not be blocked is not known: {string.Join("; ", unread)}"
                        )
                    );
                }

                var only = DirectionOption.Of(parsed, direction) ?? Directions.Both;
                var entries = DecidedList
                    .Of(overview.Threats(), overview.Decided.NeverBlock)
                    .Where(entry => only.Has(entry.Direction))
                    .ToList();
                var wanted = FeedFormatOption.Of(parsed, format)!.Value;
                using var list = new MemoryStream();
                FeedWriter.Write(wanted, entries, composition.Settings.Pce.OwnerId ?? "", list);
                if (place is null)
                {
                    await runner.Surroundings.Output.WriteAsync(Encoding.UTF8.GetString(list.GetBuffer(), 0, (int)list.Length));
                    return Reply.Said(ExitCode.Done);
                }

                var target = ExportTarget.Of(place, composition.Settings.LedgerRegion);
                if (await target.WriteAsync(list, wanted, cancellationToken) is { } why)
                {
                    return Reply.Of(ErrorAnswer.Of("unwritable", $"nothing was exported: {place}: {why}"));
                }

                return Reply.Of(
                    new Answer<ExportAnswer>(new ExportAnswer(wanted.ToWord(), place, entries.Count, list.Length), ExitCode.Done),
                    ThreatsJson.Default.ExportAnswer,
                    (answer, screen) => screen.Line($"{answer.Entries} entries written to {answer.To} ({answer.Bytes} bytes).")
                );
            }
        );
        return command;
    }
}

/// <summary>Of <c>threats export --to …</c>.</summary>
/// <param name="Entries">A party that is blocked in both directions is two.</param>
public sealed record ExportAnswer(string Format, string To, int Entries, long Bytes);
