using Shield.Cli.Output;

namespace Shield.Cli.Wording;

internal static class ApplyText
{
    private const int MostNamed = 10;

    public static void Write(ApplyAnswer answer, Screen screen)
    {
        if (!answer.Accepted.IsEmpty)
        {
            screen.Line(
                $"The limits are lifted for {EffectText.Named(new ChangedRow(answer.Accepted.Length, [.. answer.Accepted.Take(ChangedRow.Most)]), "shield plan")}."
            );
        }

        WriteWhole(answer.Summary, screen);
        if (answer.Reason is { } reason)
        {
            screen.Line($"{reason}: {answer.Detail}", Tone.Bad);
        }
        else if (answer.Detail is { } detail)
        {
            screen.Line(detail, Tone.Warning);
        }

        RemovalText.Write(answer.RemovedByHand, screen);
        if (!answer.Unproven.IsEmpty)
        {
            screen.Line(
                $"Provisioned, and yet the active list says otherwise: {string.Join(", ", answer.Unproven)}. Somebody else wrote at the same time; the next apply heals it.",
                Tone.Bad
            );
        }

        if (answer is { KeptBack: > 0, Outcome: "kept-back" or "not-enforced" })
        {
            screen.Line("shield plan shows the kept-back set and what it waits for.");
            if (answer.OverLimit is { } limited && limited < answer.KeptBack)
            {
                screen.Line(
                    $"{answer.KeptBack - limited} of them wait for something else than a limit, which cannot be accepted; where it is room: {WhatWouldChange.MakesRoom}."
                );
            }

            if (answer.OverLimit > 0)
            {
                screen.Line("To accept what a limit keeps back, exactly that set:");
                screen.Line($"  shield apply --accept-plan {answer.Fingerprint} --reason \"…\"", Tone.Strong);
            }
        }
    }

    /// <summary>
    /// Only what a limit keeps back can be accepted; what waits for somebody's draft, for room or for a never-block list cannot.
    /// </summary>
    /// <param name="overLimit">Null where the report of an older version does not tell.</param>
    public static string KeptBackSentence(int keptBack, int? overLimit, string? fingerprint) =>
        keptBack is 0
            ? "nothing enforces what stands on the lists; shield status says why"
            : $"{keptBack} addition(s) kept back; shield plan shows what they wait for{(overLimit > 0 ? $", and shield apply --accept-plan {fingerprint} --reason \"…\" accepts what a limit keeps back" : "")}";

    /// <summary>The sentence of the outcome, and why nothing enforces a list where nothing does.</summary>
    public static void WriteOutcome(ApplySummary apply, Screen screen)
    {
        var (text, tone) = EffectText.OfReconcile(apply);
        screen.Line(text, tone);
        foreach (var why in EffectText.WhyUnenforced(apply.NotEnforced ?? []))
        {
            screen.Line(why, Tone.Bad);
        }

        if (!apply.Exempted.IsEmpty)
        {
            var more = apply.Exempted.Length > MostNamed ? $" and {apply.Exempted.Length - MostNamed} more" : "";
            screen.Line(
                $"Not blocked, though added: an exclusion that somebody put on our list lets through {string.Join(", ", apply.Exempted.Take(MostNamed))}{more}.",
                Tone.Bad
            );
        }
    }

    /// <summary>The same with what began and ended, for a command that is about everything.</summary>
    public static void WriteWhole(ApplySummary apply, Screen screen)
    {
        WriteOutcome(apply, screen);
        foreach (var (text, tone) in EffectText.OfChanges(apply.MadeActive, apply.Listed, apply.Ended, apply.IsOpenElsewhere))
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
