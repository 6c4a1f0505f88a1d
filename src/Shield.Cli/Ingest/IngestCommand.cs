using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Cli.Sources;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Faults;
using Shield.Operating.Reading;

namespace Shield.Cli.Ingest;

internal static class IngestCommand
{
    /// <summary>How long the PCE may take to be read for a mere warning.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    public static Command Create(CommandRunner runner)
    {
        var files = new Argument<string[]>("file")
        {
            Description =
                "Files of findings in any wrapping, .gz too, and directories of them; s3://BUCKET/PREFIX, sqs://QUEUE; - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var after = new Option<string?>("--after")
        {
            Description = "Of s3://…: begin after this key, to go on where it was broken off",
            HelpName = "key",
        };
        var apply = new Option<bool>("--apply") { Description = "Reconcile at once" };
        var who = ActOptions.WhoOption();
        var command = new Command("ingest", "Read GuardDuty findings into the ledger") { files, after, apply, who };
        command.Validators.Add(result =>
        {
            if (result.GetResult(after) is not null && !(result.GetValue(files) is [var only] && FindingPlaces.IsExport(only)))
            {
                result.AddError("--after is for one s3://BUCKET/PREFIX, and nothing else beside it");
            }
        });
        runner.On(
            command,
            need: parsed => parsed.GetValue(apply) ? PceNeed.ToReconcile : PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var isNew = !composition.HasLedger;
                var places = parsed
                    .GetRequiredValue(files)
                    .Select(name =>
                        FindingPlaces.Of(name, parsed.GetValue(after), composition.Settings.LedgerRegion, runner.Surroundings.OpenInput)
                    )
                    .ToList();
                var reconciler = parsed.GetValue(apply) ? await composition.OpenReconcilerAsync(cancellationToken) : null;
                var name = reconciler is null
                    ? null
                    : await Signature.NameOfAsync(
                        parsed.GetValue(who),
                        runner.Surroundings.Environment,
                        composition.Settings,
                        cancellationToken
                    );
                ReconcileReport? report = null;
                Func<CancellationToken, Task<ReconcileReport>>? reconcile = reconciler is null
                    ? null
                    : async token => report = await reconciler($"ingest by {name}", token);
                using var progress = runner.Surroundings.IsErrorTerminal
                    ? new LiveLine(runner.Surroundings.Error, TimeProvider.System)
                    : null;
                var ingestion = new Ingestion(
                    await composition.OpenLedgerAsync(cancellationToken),
                    composition.Settings.MaxRecordBytes,
                    composition.Clock,
                    composition.Note
                )
                {
                    Progress = progress,
                };
                if (isNew && reconciler is not null)
                {
                    await WarnOfOtherLedgerAsync(composition, cancellationToken);
                }

                Answer<IngestAnswer>? answer = null;
                Decided? decided = null;
                try
                {
                    answer = await ingestion.RunAsync(
                        places,
                        async (parties, token) => decided = await composition.DecideAboutAsync(parties, decided, token),
                        reconcile,
                        cancellationToken
                    );
                }
                finally
                {
                    if (answer is null && cancellationToken.IsCancellationRequested)
                    {
                        composition.Note(
                            $"{ingestion.Intake.Findings} finding(s) of this input are recorded, "
                                + "and nothing was applied by this command after that"
                        );
                    }

                    // Also where the reconcile failed: the findings are recorded, and what is to be said of them is said.
                    foreach (var note in IngestText.Notes(ingestion.Intake))
                    {
                        composition.Note(note);
                    }

                    foreach (var place in places)
                    {
                        if (place.LastWord is { } word)
                        {
                            composition.Note(word);
                        }

                        place.Dispose();
                    }
                }

                if (isNew && reconciler is null)
                {
                    await WarnOfOtherLedgerAsync(composition, cancellationToken);
                }

                if (report is not null && report.ToExitCode() is not ExitCode.Done)
                {
                    var why = report.Detail ?? ReconcileLines.KeptBackSentence(report.KeptBack, report.OverLimit, report.Fingerprint);
                    composition.Note($"recorded, {report.ToWord()}: {why}");
                }

                return Reply.Of(
                    answer,
                    IngestJson.Default.IngestAnswer,
                    (document, screen) => IngestText.Write(document, ingestion, screen)
                );
            }
        );
        return command;
    }

    /// <summary>
    /// Warns where the ledger is new and the PCE already holds entries of ours. It never fails the command: what was ingested is recorded.
    /// </summary>
    private static async Task WarnOfOtherLedgerAsync(Composition composition, CancellationToken cancellationToken)
    {
        if (!composition.Settings.PceFaults.IsEmpty)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestLook);
        try
        {
            var pce = composition.Settings.Pce;
            var lists = OurLists.Of(await composition.OpenPceWriter().ReadAsync(patience.Token), pce.OwnerId!, pce.Mode, isMove: true);
            composition.WarnOfOtherLedger(UnknownEntries.SentenceOfNew(lists, pce.OwnerId, composition.LedgerName));
        }
        catch (Exception failure)
            when (failure is PceException
                || UnexpectedFault.Is(failure)
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            composition.Note(
                "the ledger was made by this command; whether the PCE already holds entries of another ledger could not be read"
            );
        }
    }
}
