using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Operating.Apply;

/// <summary>What an apply came to, in lines.</summary>
public static class ApplyLines
{
    public static IEnumerable<Cell> Of(ApplyResult result)
    {
        if (ChangedRow.Of(ChangedBlocks.Of(result.Accepted)) is { } accepted)
        {
            yield return new Cell($"The limits are lifted for {EffectText.Named(accepted, "shield plan")}.");
        }

        foreach (var line in ReconcileLines.Whole(result.Effect))
        {
            yield return line;
        }

        var report = result.Effect.Report;
        if (report.Reason is { } reason)
        {
            yield return new Cell($"{reason}: {report.Detail}", Tone.Bad);
        }
        else if (report.Detail is { } detail)
        {
            yield return new Cell(detail, Tone.Warning);
        }

        foreach (var removal in RemovalText.Lines(result.RemovedByHand))
        {
            yield return removal;
        }

        if (!report.Unproven.IsEmpty)
        {
            yield return new Cell(
                $"Provisioned, and yet the active list says otherwise: {string.Join(", ", report.Unproven)}. "
                    + "Somebody else wrote at the same time; the next apply heals it.",
                Tone.Bad
            );
        }

        if (report.KeptBack > 0 && (report.IsUnenforced || report.Outcome is ReconcileOutcome.KeptBack))
        {
            foreach (var line in KeptBack(report))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<Cell> KeptBack(ReconcileReport report)
    {
        yield return new Cell("shield plan shows the kept-back set and what it waits for.");
        if (report.OverLimit is { } limited && limited < report.KeptBack)
        {
            yield return new Cell(
                $"{report.KeptBack - limited} of them wait for something else than a limit, which cannot be accepted; "
                    + $"where it is room: {Remedies.MakesRoom}."
            );
        }

        if (report.OverLimit > 0)
        {
            yield return new Cell("To accept what a limit keeps back, exactly that set:");
            yield return new Cell($"  shield apply --accept-plan {report.Fingerprint} --reason \"…\"", Tone.Strong);
        }
    }
}
