using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Faults;
using Shield.Operating.Reading;

namespace Shield.Operating.Acts;

/// <summary>Records an operator's act, then reconciles at once. The act stays recorded, whatever comes of the reconcile.</summary>
public static class Acting
{
    /// <param name="acts">What was done.</param>
    /// <param name="ledger">Where it is recorded.</param>
    /// <param name="reconcile">Null for <c>--record-only</c>.</param>
    /// <param name="look">Reads how the indicators stand afterwards, and which entries of others still cover them.</param>
    /// <param name="note">Told why an act is recorded and the PCE does not, or not wholly, do what it asks for.</param>
    /// <param name="clock">Tells how long the reconcile took.</param>
    /// <param name="cancellationToken">Ends the wait; the act stays recorded.</param>
    /// <returns>Its exit code is about the act's own indicator: 0 where what was asked for holds now, whatever else is kept back.</returns>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    public static async Task<Answer<ActResult>> RunAsync(
        ImmutableArray<Act> acts,
        ILedger ledger,
        Func<CancellationToken, Task<ReconcileReport>>? reconcile,
        AfterLook look,
        Action<string> note,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var recorded = await OperatorAct.RecordAsync(acts, ledger, cancellationToken);
        var result = new ActResult(recorded);
        if (reconcile is null)
        {
            note("recorded, not applied: the next apply carries it out");
            return new Answer<ActResult>(result, ExitCode.Done);
        }

        var report = await new RecordedReconcile(clock, note).ReconcileAsync(() => ToJson(recorded), reconcile, cancellationToken);
        if (report.Outcome is ReconcileOutcome.Refused && report.Reason == PolicyFault.NotInitialised.ToWord())
        {
            note($"recorded, not applied: {report.Detail}");
            return await WithOthersAsync(result, ExitCode.Done, look.Others, note, cancellationToken);
        }

        var effect = look.Reader is null
            ? ActEffect.Of(recorded, (await ledger.ReadHistoryAsync(clock.GetUtcNow(), cancellationToken)).Baseline, report)
            : await ActEffect.ReadAsync(recorded, look.Reader, clock.GetUtcNow(), cancellationToken);
        var exitCode = (report.Outcome, effect?.Holds) switch
        {
            (ReconcileOutcome.Refused, _) => ExitCode.Refused,
            (_, { } holds) => holds ? ExitCode.Done : ExitCode.Refused,
            _ => report.ToExitCode(),
        };
        result = result with
        {
            Effect = new ReconcileEffect(report, look.Mode),
            Standing = effect?.Standing,
            Remedy =
                exitCode is ExitCode.Done || effect?.Standing?.Reason is not { } reason
                    ? null
                    : Remedies.Of(reason, look.Mode, report.Fingerprint),
            Also = AlsoRow.Of(report, name => acts.Any(act => act.Indicator is { } own && ActEffect.IsAbout(own, name))),
        };
        if (exitCode is not ExitCode.Done)
        {
            note($"recorded, {report.ToWord()}: {report.Detail ?? WhyNot(result, report)}");
        }
        else if (report.Outcome is ReconcileOutcome.Paused)
        {
            note($"done, and Shield is paused on this PCE: {report.Detail}");
        }

        return await WithOthersAsync(result, exitCode, look.Others, note, cancellationToken);
    }

    private static JsonElement ToJson(ImmutableArray<Act> acts) =>
        acts is [var only]
            ? JsonSerializer.SerializeToElement(ActRow.Of(only), ActJson.Default.ActRow)
            : JsonSerializer.SerializeToElement([.. acts.Select(ActRow.Of)], ActJson.Default.ImmutableArrayActRow);

    private static string WhyNot(ActResult result, ReconcileReport report)
    {
        if (result.Standing is not { } standing)
        {
            return $"{report.KeptBack} addition(s) kept back, plan {report.Fingerprint}";
        }

        var remedy = result.Remedy is { } known ? $" To do: {known}" : "";
        return $"{EffectText.OfParty(standing).Text}{remedy}";
    }

    /// <summary>Nobody must be told that a party is let through while somebody else's entry still denies it.</summary>
    private static async Task<Answer<ActResult>> WithOthersAsync(
        ActResult result,
        int exitCode,
        OtherCover? others,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        ImmutableArray<Indicator> parties = [.. result.Acts.Select(act => act.Indicator).OfType<Indicator>()];
        if (others is null || parties.IsEmpty)
        {
            return new Answer<ActResult>(result, exitCode);
        }

        try
        {
            var found = await others.ReadAsync(parties, cancellationToken);
            var isDenied = found.Any(cover => cover.IsDenied);
            return new Answer<ActResult>(
                result with
                {
                    Others = found,
                },
                exitCode is ExitCode.Done && isDenied ? ExitCode.Refused : exitCode
            );
        }
        catch (PceException failure)
        {
            note(
                $"whether an entry of somebody else still denies {(parties is [var only] ? only : "one of them")} could not be read: "
                    + PceAdvice.Sentence(failure)
            );
            return new Answer<ActResult>(result, exitCode);
        }
    }
}

/// <summary>What an act is looked at with once it is reconciled.</summary>
/// <param name="Mode">How the PCE is made to block.</param>
/// <param name="Reader">Null where the PCE cannot be read from here, as in a deployment in AWS whose loop alone has the key.</param>
/// <param name="Others">Null where the act does not ask for its indicator to be let through, or the PCE cannot be read from here.</param>
public sealed record AfterLook(PceMode Mode, SituationReader? Reader, OtherCover? Others);
