using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Effects;

namespace Shield.Cli.Effects;

/// <summary>What a reconcile came to, as text: the same after every command that reconciles.</summary>
internal static class ReconcileText
{
    private const int MostNamed = 10;

    /// <summary>
    /// Names <c>--accept-plan</c> only for additions that a limit keeps back. What waits for somebody's draft, for room or for a
    /// never-block list cannot be accepted.
    /// </summary>
    /// <param name="overLimit">Null where the report of an older version does not tell.</param>
    public static string KeptBackSentence(int keptBack, int? overLimit, string? fingerprint)
    {
        if (keptBack is 0)
        {
            return "nothing enforces what stands on the lists; shield status says why";
        }

        var accept = overLimit > 0 ? $", and shield apply --accept-plan {fingerprint} --reason \"…\" accepts what a limit keeps back" : "";
        return $"{keptBack} addition(s) kept back; shield plan shows what they wait for{accept}";
    }

    /// <summary>The sentence of the outcome, and why nothing enforces a list where nothing does.</summary>
    public static void WriteOutcome(ReconcileEffect effect, Screen screen)
    {
        var (text, tone) = EffectText.OfReconcile(effect);
        screen.Line(text, tone);
        foreach (var why in EffectText.WhyUnenforced(effect))
        {
            screen.Line(why, Tone.Bad);
        }

        if (effect.Report.Exempted is [_, ..] exempted)
        {
            var more = exempted.Length > MostNamed ? $" and {exempted.Length - MostNamed} more" : "";
            screen.Line(
                "Not blocked, though added: an exclusion that somebody put on our list lets through "
                    + $"{string.Join(", ", exempted.Take(MostNamed))}{more}.",
                Tone.Bad
            );
        }
    }

    /// <summary>The same with what began and ended, for a command that is about everything.</summary>
    public static void WriteWhole(ReconcileEffect effect, Screen screen)
    {
        WriteOutcome(effect, screen);
        var (active, listed, ended) = (effect.Report.MadeActive, effect.Report.Listed, effect.Report.Ended);
        foreach (
            var (text, tone) in EffectText.OfChanges(
                ChangedRow.Of(active),
                ChangedRow.Of(listed),
                ChangedRow.Of(ended),
                effect.Report.IsOpenElsewhere
            )
        )
        {
            screen.Line(text, tone);
        }
    }

    /// <summary>What a command did beside what it was about.</summary>
    public static void WriteOthers(AlsoRow? also, Screen screen)
    {
        foreach (var (text, tone) in also is null ? [] : EffectText.OfOthers(also))
        {
            screen.Line(text, tone);
        }
    }
}
