using Shield.Operating.Answers;

namespace Shield.Operating.Effects;

/// <summary>What a reconcile came to, in lines: the same after everything that reconciles.</summary>
public static class ReconcileLines
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
    public static IEnumerable<Cell> Outcome(ReconcileEffect effect)
    {
        var (text, tone) = EffectText.OfReconcile(effect);
        yield return new Cell(text, tone);
        foreach (var why in EffectText.WhyUnenforced(effect))
        {
            yield return new Cell(why, Tone.Bad);
        }

        if (effect.Report.Exempted is [_, ..] exempted)
        {
            var more = exempted.Length > MostNamed ? $" and {exempted.Length - MostNamed} more" : "";
            yield return new Cell(
                "Not blocked, though added: an exclusion that somebody put on our list lets through "
                    + $"{string.Join(", ", exempted.Take(MostNamed))}{more}.",
                Tone.Bad
            );
        }
    }

    /// <summary>The same with what began and ended, for what is about everything.</summary>
    public static IEnumerable<Cell> Whole(ReconcileEffect effect)
    {
        var (active, listed, ended) = (effect.Report.MadeActive, effect.Report.Listed, effect.Report.Ended);
        return
        [
            .. Outcome(effect),
            .. EffectText
                .OfChanges(ChangedRow.Of(active), ChangedRow.Of(listed), ChangedRow.Of(ended), effect.Report.IsOpenElsewhere)
                .Select(line => new Cell(line.Text, line.Tone)),
        ];
    }

    /// <summary>What a command did beside what it was about.</summary>
    public static IEnumerable<Cell> Others(AlsoRow? also) =>
        also is null ? [] : EffectText.OfOthers(also).Select(line => new Cell(line.Text, line.Tone));
}
