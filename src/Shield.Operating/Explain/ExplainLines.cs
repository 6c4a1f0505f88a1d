using Shield.Core.FindingTypes;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Explain;

/// <summary>How one party stands, sentence by sentence: the beginning of its story.</summary>
public static class ExplainLines
{
    public static IEnumerable<Cell> Verdict(Explained explained)
    {
        var x = explained.CoveredBy is { } whole ? $"{explained.Asked} lies inside {whole}, which" : $"{explained.Asked}";
        var (text, tone) = explained.Subject is { } subject
            ? EffectText.OfParty(
                new Standing(x, subject.Decision.Verdict, subject.Decision.Directions, subject.State, subject.Reason)
                {
                    LetIn = explained.Excluded,
                    IsDenied = explained.IsDenied,
                }
            )
            : OfStranger(explained, x);
        yield return new Cell(text, tone);
        foreach (var line in CoverText.Lines($"{explained.Asked}", explained.Others))
        {
            yield return line;
        }

        var reason = explained.Subject?.Reason;
        if (explained.Subject?.Decision.Until is { } until)
        {
            yield return new Cell(reason is ReasonCode.Stale ? $"It ran out at {TimeText.Of(until)}." : $"Until {TimeText.Of(until)}.");
        }

        if (reason is ReasonCode.Victim)
        {
            foreach (
                var host in explained
                    .Sightings.Select(seen =>
                        $"{seen.Resource ?? "an unknown host"} (account {seen.Account}, {seen.Region}) by {seen.Type}"
                    )
                    .Distinct()
            )
            {
                yield return new Cell($"The host of ours that attacked it: {host}. Look at that host.", Tone.Bad);
            }
        }
    }

    /// <summary>A party that no decision is about: what stands on the PCE can cover it all the same.</summary>
    private static (string Text, Tone Tone) OfStranger(Explained explained, string x)
    {
        var unseen = $"{x} was never seen in a finding, and no decision is about it.";
        return (explained.OnPce, explained.Unreachable) switch
        {
            ({ IsExempt: true }, _) => (
                $"{unseen} An entry on our list covers it, and an exclusion that somebody put there lets it through.",
                Tone.Warning
            ),
            ({ IsOurs: false }, _) when !explained.IsDenied => (
                $"{unseen} Somebody else put an entry that covers it on our list; "
                    + "no enabled rule of ours uses that list, so nothing proves an effect.",
                Tone.Warning
            ),
            ({ IsOurs: false }, _) => (
                $"{unseen} An entry that somebody else put on our list covers it, so it is blocked all the same.",
                Tone.Warning
            ),
            ({ }, _) => (
                $"{x} is unknown to this ledger, and yet an entry with our mark covers it: an orphan, kept until a person removes it.",
                Tone.Warning
            ),
            (null, { }) => (
                $"Nothing is known of {x}: this ledger has no finding and no act about it, and the PCE could not be read. "
                    + "Whether an entry there blocks it is not known.",
                Tone.Warning
            ),
            (null, null) => (
                $"{x} was never seen in a finding, and no operator said anything about it. Shield does not block it.",
                Tone.Plain
            ),
        };
    }
}
