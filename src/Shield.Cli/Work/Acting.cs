using System.Collections.Immutable;
using System.Text.Json;
using Shield.Cli.Output;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Work;

/// <summary>An operator's act: recorded, which stands whatever comes after, then reconciled at once.</summary>
public static class Acting
{
    public static Act Make(ActKind kind, Indicator indicator, Directions directions, TimeSpan? length, Signature by, DateTimeOffset now, string? acceptedPlan) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Kind = kind,
        Indicator = indicator,
        Directions = directions,
        At = now,
        Until = now + length,
        Who = by.Who,
        Why = by.Why,
        AcceptedPlan = acceptedPlan,
    };

    /// <summary>Takes an act back: it decides nothing from then on.</summary>
    public static Act Withdraw(Act act, Signature by, DateTimeOffset now) =>
        Make(ActKind.Withdraw, default, act.Directions, length: null, by, now, acceptedPlan: null) with { Indicator = act.Indicator, Withdraws = act.Id };

    /// <summary>Records it after all that is in the ledger already, whatever the clocks said that dated it (<see cref="Act.After"/>).</summary>
    /// <returns>As it was recorded.</returns>
    public static async Task<Act> RecordAsync(Act act, ILedger ledger, CancellationToken cancellationToken)
    {
        var recorded = act.After(await ledger.ReadAsync(cancellationToken));
        await ledger.AppendAsync([recorded], cancellationToken);
        return recorded;
    }

    /// <summary>The same for several at once, each about something else.</summary>
    public static async Task<ImmutableArray<Act>> RecordAsync(ImmutableArray<Act> acts, ILedger ledger, CancellationToken cancellationToken)
    {
        var recorded = Act.AllAfter(acts, await ledger.ReadAsync(cancellationToken));
        await ledger.AppendAsync(recorded, cancellationToken);
        return recorded;
    }

    /// <param name="acts">What was done.</param>
    /// <param name="ledger">Where it is recorded.</param>
    /// <param name="reconcile">Null for <c>--record-only</c>.</param>
    /// <param name="others">What of other people's covers the indicator; null where the act does not ask for it to be let through, or the
    /// PCE cannot be read from here.</param>
    /// <param name="note">Told why it is recorded and not, or not wholly, on the PCE.</param>
    /// <param name="clock">For how long that took.</param>
    /// <param name="cancellationToken">Ends the wait; the act stays recorded.</param>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    public static async Task<Answer<ActAnswer>> RunAsync(
        ImmutableArray<Act> acts,
        ILedger ledger,
        Func<CancellationToken, Task<ReconcileReport>>? reconcile,
        OtherCover? others,
        Action<string> note,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        ImmutableArray<ActRow> rows = [.. (await RecordAsync(acts, ledger, cancellationToken)).Select(ActRow.Of)];
        var answer = new ActAnswer(rows[0], Apply: null) { Acts = rows.Length > 1 ? rows : null };
        if (reconcile is null)
        {
            note("recorded, not applied: the next apply carries it out");
            return new Answer<ActAnswer>(answer, ExitCode.Done);
        }

        var report = await new Recorded(clock, note).ReconcileAsync(() => answer.Acts is { } all ? JsonSerializer.SerializeToElement(all, CliJson.Default.ImmutableArrayActRow) : JsonSerializer.SerializeToElement(answer.Act, CliJson.Default.ActRow), reconcile, cancellationToken);
        if (report is { Outcome: ReconcileOutcome.Refused, Reason: StructuralFault.NotInitialised })
        {
            note($"recorded, not applied: {report.Detail}");
            return await WithOthersAsync(answer, acts, ExitCode.Done, others, note, cancellationToken);
        }

        if (report.Outcome.ToExitCode() is not ExitCode.Done)
        {
            note($"recorded, {report.Outcome.ToWord()}: {report.Detail ?? $"{report.KeptBack} addition(s) kept back, plan {report.Fingerprint}"}");
        }

        return await WithOthersAsync(answer with { Apply = ApplySummary.Of(report) }, acts, report.Outcome.ToExitCode(), others, note, cancellationToken);
    }

    /// <summary>Nobody must be told that a party is let through while somebody else's entry still denies it.</summary>
    private static async Task<Answer<ActAnswer>> WithOthersAsync(ActAnswer answer, ImmutableArray<Act> acts, int exitCode, OtherCover? others, Action<string> note, CancellationToken cancellationToken)
    {
        ImmutableArray<Indicator> parties = [.. acts.Select(act => act.Indicator).OfType<Indicator>()];
        if (others is null || parties.IsEmpty)
        {
            return new Answer<ActAnswer>(answer, exitCode);
        }

        try
        {
            var found = await others.ReadAsync(parties, cancellationToken);
            var isDenied = found.Any(row => row.Effect is CoverRow.Denied);
            return new Answer<ActAnswer>(answer with { Others = found.IsEmpty ? null : found }, exitCode is ExitCode.Done && isDenied ? ExitCode.Refused : exitCode);
        }
        catch (PceException failure)
        {
            note($"whether an entry of somebody else still denies {(parties is [var only] ? only : "one of them")} could not be read: {failure.Message}");
            return new Answer<ActAnswer>(answer, exitCode);
        }
    }
}
