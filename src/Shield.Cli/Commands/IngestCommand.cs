using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Output;
using Shield.Cli.Wording;
using Shield.Cli.Work;
using Shield.Core.Reconciling;

namespace Shield.Cli.Commands;

internal static class IngestCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = new Argument<string[]>("file") { Description = "Files of findings in any wrapping, .gz too, and directories of them; - is standard input", Arity = ArgumentArity.OneOrMore };
        var apply = new Option<bool>("--apply") { Description = "Reconcile at once" };
        var who = ActOptions.WhoOption();
        var command = new Command("ingest", "Read GuardDuty findings into the ledger") { files, apply, who };
        runner.On(command, needsPce: parsed => parsed.GetValue(apply), async (parsed, composition, cancellationToken) =>
        {
            var sources = parsed.GetRequiredValue(files).SelectMany(name => IngestSource.Of(name, runner.Surroundings.OpenInput));
            var reconciler = parsed.GetValue(apply) ? await composition.OpenReconcilerAsync(cancellationToken) : null;
            var trigger = $"ingest by {Signature.NameOf(parsed.GetValue(who), runner.Surroundings.Environment)}";
            ReconcileReport? report = null;
            Func<CancellationToken, Task<ReconcileReport>>? reconcile = reconciler is null ? null : async token => report = await reconciler.RunAsync(trigger, token);
            using var progress = runner.Surroundings.IsErrorTerminal ? new LiveLine(runner.Surroundings.Error, TimeProvider.System) : null;
            var ingestion = new Ingestion(await composition.OpenLedgerAsync(cancellationToken), composition.Settings.MaxRecordBytes, composition.Clock) { Progress = progress };
            Answer<IngestAnswer> answer;
            try
            {
                answer = await ingestion.RunAsync(sources, composition.DecideAsync, reconcile, cancellationToken);
            }
            finally
            {
                // What was read stays read where the PCE is away, and what was learnt of it is said.
                if (UnknownTypesText.Sentence(ingestion.UnknownTypes) is { } unknown)
                {
                    composition.Note(unknown);
                }

                if (IngestText.CallsSentence(ingestion.Calls) is { } calls)
                {
                    composition.Note(calls);
                }
            }

            if (report is not null && report.Outcome.ToExitCode() is not ExitCode.Done)
            {
                composition.Note($"recorded, {report.Outcome.ToWord()}: {report.Detail ?? $"{report.KeptBack} addition(s) kept back; shield apply --accept-plan {report.Fingerprint} accepts what a limit keeps back"}");
            }

            return Reply.Of(answer, CliJson.Default.IngestAnswer, (document, screen) => IngestText.Write(document, ingestion.UnknownTypes, ingestion.Calls, screen));
        });
        return command;
    }
}
