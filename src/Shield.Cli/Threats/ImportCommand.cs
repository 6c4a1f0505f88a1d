using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Pce.Calling;

namespace Shield.Cli.Threats;

/// <summary>
/// <c>threats import</c>: a list of indicators as blocks of an operator, recorded together and followed by one reconcile, as <c>threats
/// block --from</c> does it. A line that cannot be used is named and costs no other line.
/// </summary>
internal static class ImportCommand
{
    private const string StandardInput = "-";

    /// <summary>What whoever acts should know of single indicators is said of so many.</summary>
    private const int MostNotes = 100;

    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "A list: plain, CSV, JSON, STIX or MISP, .gz too; - is standard input" };
        var format = FeedFormatOption.Create("How the list is written; without it, told by its content", [.. Enum.GetValues<FeedFormat>()]);
        var direction = DirectionOption.Create("Of all lines; without it, as each line says, else both", @default: null);
        var command = new Command("import", "Block what a list names by hand, for a time") { file };
        command.Options.Add(format);
        command.Options.Add(direction);
        var options = ActOptions.AddTo(command, ActLength.Usual, isAboutActs: true);
        runner.On(
            command,
            options.Need,
            async (parsed, composition, cancellationToken) =>
            {
                var path = parsed.GetRequiredValue(file);
                FeedReading reading;
                try
                {
                    await using var input = path is StandardInput ? runner.Surroundings.OpenInput() : File.OpenRead(path);
                    reading = await FeedParser.ReadAsync(
                        input,
                        FeedFormatOption.Of(parsed, format),
                        path is StandardInput ? "standard input" : path,
                        IndicatorInputs.Most,
                        cancellationToken
                    );
                }
                catch (UnreadableFeedException unreadable)
                {
                    return Reply.Of(ErrorAnswer.Of("unreadable", $"nothing was recorded: {unreadable.Message}"));
                }
                catch (Exception fault) when (BoundedFile.WhyNot(fault, path) is { } why)
                {
                    return Reply.Of(ErrorAnswer.Of("unreadable", $"nothing was recorded: {path} cannot be read: {why}"));
                }

                var neverBlock = (await composition.DecideAsync(cancellationToken)).NeverBlock;
                var now = composition.Now;
                var import = Import.Of(reading, line => Screening.FaultOfBlock(line.Indicator, neverBlock), now);
                if (import.WhyNothing is { } nothing)
                {
                    return Reply.Of(nothing);
                }

                foreach (var note in Notes(import, line => IndicatorActs.NotesOnBlock(line.Indicator, neverBlock)))
                {
                    composition.Note(note);
                }

                var by = await options.SignatureAsync(parsed, runner, composition, cancellationToken);
                var length = parsed.GetValue(options.For!) ?? OperatorAct.UsualLength;
                var all = DirectionOption.Of(parsed, direction);
                ImmutableArray<Act> acts =
                [
                    .. import.Lines.Select(line =>
                        OperatorAct.Make(
                            ActKind.Block,
                            line.Indicator,
                            all ?? line.Directions ?? Directions.Both,
                            line.Until - now < length ? line.Until - now : length,
                            by,
                            now,
                            acceptedPlan: null
                        )
                    ),
                ];
                var answer = await ActRun.DoAsync(
                    composition,
                    acts,
                    $"import of {acts.Length} by {by.Who}",
                    isRecordOnly: parsed.GetValue(options.RecordOnly),
                    cancellationToken
                );
                return Reply.Of(
                    new Answer<ImportResult>(
                        new ImportResult(import, answer.Result),
                        answer.ExitCode is ExitCode.Done && import.RejectedCount > 0 ? ExitCode.Rejected : answer.ExitCode
                    ),
                    ImportAnswer.Of,
                    ThreatsJson.Default.ImportAnswer,
                    ImportText.Write
                );
            }
        );
        return command;
    }

    private static List<string> Notes(Import import, Func<FeedLine, IEnumerable<string>> of)
    {
        var notes = import.Lines.SelectMany(line => of(line).Select(note => $"{line.Indicator}: {note}")).ToList();
        return notes.Count <= MostNotes
            ? notes
            : [.. notes.Take(MostNotes), $"{notes.Count - MostNotes} more notes like these are not shown"];
    }
}
