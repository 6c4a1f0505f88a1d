using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Pce.Proof;

namespace Shield.Hosting;

/// <summary>
/// Learns from the PCE's workloads which addresses are ours: once a day, and what was read within 30 days counts where it cannot be read.
/// </summary>
public sealed class OwnAddressReading(ShieldHost host, ILedger ledger)
{
    /// <summary>By the ledger's note alone, without a question to the PCE.</summary>
    public async Task<OwnAddressKnowledge> LookAsync(CancellationToken cancellationToken)
    {
        var last = await ledger.ReadWorkloadsReadAtAsync(cancellationToken);
        return new OwnAddressKnowledge
        {
            LastRead = last,
            IsDue = WorkloadsNote.IsDue(last, host.Now),
            WhyUnknown = IsKnown(last) ? null : "the addresses of the PCE's workloads: they were not read in the last 30 days",
        };
    }

    /// <summary>For a command, which waits.</summary>
    /// <exception cref="PceException">The PCE does not answer, or refuses the key.</exception>
    public async Task<OwnAddressKnowledge> ReadIfDueAsync(CancellationToken cancellationToken)
    {
        var known = await LookAsync(cancellationToken);
        return known.IsDue
            ? await ReadAsync(
                known,
                async () => new WorkloadReading(await new WorkloadReader(host.OpenClient()).ReadAsync(cancellationToken), Job: null),
                cancellationToken
            )
            : known;
    }

    /// <summary>For whoever has an end, and may go on another time with the PCE's job.</summary>
    /// <param name="known">As it was before.</param>
    /// <param name="job">What an earlier call left over; null to begin.</param>
    /// <param name="patience">So long a job is waited for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PceException">The PCE does not answer, or refuses the key.</exception>
    public Task<OwnAddressKnowledge> ReadAsync(
        OwnAddressKnowledge known,
        string? job,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) => ReadAsync(known, () => new WorkloadReader(host.OpenClient()).ReadWithinAsync(job, patience, cancellationToken), cancellationToken);

    private async Task<OwnAddressKnowledge> ReadAsync(
        OwnAddressKnowledge known,
        Func<Task<WorkloadReading>> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // Their state is of before they were asked for.
            var now = host.Now;
            var reading = await read();
            if (reading.Workloads is not { } workloads)
            {
                return known with { Job = reading.Job };
            }

            await ledger.RecordWorkloadsAsync(WorkloadAddresses.Of(workloads, now), now, cancellationToken);
            return new OwnAddressKnowledge
            {
                LastRead = now,
                IsDue = false,
                WhyUnknown = null,
                IsReadNow = true,
            };
        }
        catch (PceException failure) when (failure.Fault is not (PceFault.Unreachable or PceFault.Credentials))
        {
            var what = $"the addresses of the PCE's workloads: {failure.Message}";
            if (!IsKnown(known.LastRead))
            {
                return known with { WhyUnknown = what };
            }

            host.Note($"not read, so what was read at {known.LastRead:u} counts: {what}");
            return known with { WhyUnknown = null };
        }
    }

    private bool IsKnown(DateTimeOffset? last)
    {
        var now = host.Now;
        return last is { } at && at <= now + DatedAhead.Tolerance && now - at < OwnAddress.Life;
    }
}

/// <summary>What is known of own addresses.</summary>
public sealed record OwnAddressKnowledge
{
    /// <summary>When the workloads were last read, by the ledger's note; null: never.</summary>
    public required DateTimeOffset? LastRead { get; init; }

    /// <summary>They should be read now.</summary>
    public required bool IsDue { get; init; }

    /// <summary>Why it is not known which addresses are ours, so that no new block is made; null where it is.</summary>
    public required string? WhyUnknown { get; init; }

    /// <summary>They were read just now, which is so once a day.</summary>
    public bool IsReadNow { get; init; }

    /// <summary>The PCE's job that was not done in time; null where none is left over.</summary>
    public string? Job { get; init; }
}
