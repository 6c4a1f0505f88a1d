using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Hosting;
using Shield.Hosting.Recording;
using Shield.Hosting.Telemetry;
using Shield.Service.Reconciling;
using Shield.Service.Telemetry;

namespace Shield.Service.Recording;

/// <summary>
/// The one way into the ledger for every source: what this returns is recorded. It knows no PCE (law 17); where something is news it asks
/// the loop, and waits for nothing.
/// </summary>
internal sealed class Recorder(ILedger ledger, ReconcileInbox inbox, RecordingHealth health, IMeasures measures, TimeProvider clock)
{
    /// <summary>Records that go to the ledger in one transaction.</summary>
    private const int BatchSize = 500;

    /// <summary>Whatever <c>shield ingest</c> reads: one record in memory at a time, whole batches recorded.</summary>
    /// <param name="input">Read to its end.</param>
    /// <param name="name">Of the input, in rejections.</param>
    /// <param name="source">Kept with sightings whose event names no account that reported them.</param>
    /// <param name="maxRecordBytes">A longer record is rejected.</param>
    /// <param name="cancellationToken">Ends it; whole batches stay recorded, and told again they do no harm.</param>
    /// <exception cref="LedgerException">The ledger did not take it: the sender must keep it.</exception>
    /// <exception cref="IOException">The input cannot be read any further; what came before is recorded.</exception>
    public async Task<RecordedInput> RecordAsync(
        Stream input,
        string name,
        string source,
        int maxRecordBytes,
        CancellationToken cancellationToken
    )
    {
        using var span = ServiceTelemetry.Start("record");
        var intake = new Intake(ledger.RecordAsync);
        var rejected = new Rejections();
        var batch = new List<IntakePiece>();
        try
        {
            var pieces = IntakePiece.ReadAsync(input, name, source, maxRecordBytes, clock.GetUtcNow, cancellationToken);
            try
            {
                await foreach (var piece in pieces)
                {
                    rejected.Add(piece.Rejections);
                    batch.Add(piece);
                    if (batch.Count >= BatchSize)
                    {
                        await FlushAsync(intake, batch, cancellationToken);
                    }
                }
            }
            catch (InvalidDataException damaged)
            {
                rejected.AddDamage(name, damaged.Message);
            }

            await FlushAsync(intake, batch, cancellationToken);
        }
        finally
        {
            measures.TellRecorded(intake, rejected.Count);
            AskFor(intake.News);
        }

        return new RecordedInput(intake, rejected);
    }

    /// <summary>The messages of a queue, as the function in AWS records them: each is recorded whole, or has failed.</summary>
    public async Task<RecordedBatch> RecordAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        using var span = ServiceTelemetry.Start("record");
        var batch = await new BatchRecording(ledger, clock).RunAsync(messages, cancellationToken);
        if (batch.Failed.FirstOrDefault(part => !part.IsRejected) is { } unrecorded)
        {
            health.Failed(unrecorded.Why);
        }
        else if (batch.Intake.Findings > 0)
        {
            health.Succeeded();
        }

        measures.TellRecorded(batch.Intake, batch.Failed.Count(part => part.IsRejected));
        measures.TellTimes(batch.Findings, clock.GetUtcNow());
        AskFor(batch.Intake.News);
        foreach (var request in batch.Requests)
        {
            inbox.Ask(request);
        }

        return batch;
    }

    private async Task FlushAsync(Intake intake, List<IntakePiece> batch, CancellationToken cancellationToken)
    {
        try
        {
            await intake.RecordAsync(batch, cancellationToken);
            health.Succeeded();
            measures.TellTimes(batch.SelectMany(piece => piece.Findings), clock.GetUtcNow());
        }
        catch (LedgerException failure)
        {
            health.Failed(failure.Message);
            throw;
        }

        batch.Clear();
    }

    private void AskFor(int news)
    {
        if (news > 0)
        {
            inbox.Ask(ReconcileRequest.ForNews($"{news} finding(s)", clock.GetUtcNow()));
        }
    }
}

/// <summary>What became of one input that was read to its end.</summary>
internal sealed record RecordedInput(Intake Intake, Rejections Rejected)
{
    /// <summary>It held nothing that could be recorded, and something that never will be.</summary>
    public bool IsGarbage => Intake.Findings is 0 && Intake.Calls is 0 && Rejected.Count > 0;

    public bool IsEmpty => Intake.Findings is 0 && Intake.Calls is 0 && Rejected.Count is 0;
}
