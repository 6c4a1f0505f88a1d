using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Operating.Effects;

/// <summary>
/// What holds now, in words. This is the only place that says of anybody that they are blocked, and it says so of what is active alone: an
/// entry on a list blocks nobody while no enabled rule uses that list.
/// </summary>
public static class EffectText
{
    /// <summary>What a reconcile came to, in one sentence.</summary>
    public static (string Text, Tone Tone) OfReconcile(ReconcileEffect effect)
    {
        var report = effect.Report;
        var version = report.PolicyVersion is { } number ? $", policy version {number}" : "";
        var counts = $"{report.Added} added, {report.Removed} removed{version}";
        if (report.IsUnenforced)
        {
            var kept = report.KeptBack > 0 ? $"; {report.KeptBack} addition(s) are kept back" : "";
            var lists = ListsOf(effect.Unenforced);
            return ($"Not enforced: the lists are written ({counts}{kept}), and nothing enforces {lists}.", Tone.Bad);
        }

        return report.Outcome switch
        {
            ReconcileOutcome.Applied => ($"Applied: {counts}.", Tone.Good),
            ReconcileOutcome.Nothing => ("Nothing to do: the PCE already holds what is decided.", Tone.Good),
            ReconcileOutcome.Observed => ("Observed only (Policy:Autonomy=observe): nothing was written.", Tone.Warning),
            ReconcileOutcome.KeptBack => ($"Kept back: {report.KeptBack} addition(s) wait; the rest has gone ({counts}).", Tone.Warning),
            ReconcileOutcome.Paused when report is { Added: 0, Removed: 0, PolicyVersion: null } => (
                "Paused: nothing was written.",
                Tone.Warning
            ),
            ReconcileOutcome.Paused => ($"Paused: no new block is made; what had to end has ended ({counts}).", Tone.Warning),
            ReconcileOutcome.Refused => ("Refused: nothing was written.", Tone.Bad),
            ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => ("Waiting: nothing was written yet.", Tone.Warning),
        };
    }

    /// <summary>Why nothing enforces a list, and what is to be done; one line a list.</summary>
    public static IEnumerable<string> WhyUnenforced(ReconcileEffect effect) => WhyUnenforced(effect.Unenforced, effect.Mode);

    /// <inheritdoc cref="WhyUnenforced(ReconcileEffect)"/>
    public static IEnumerable<string> WhyUnenforced(IEnumerable<UnenforcedList> lists, PceMode mode) =>
        from list in lists
        let detail = list.Detail is null ? "" : $" ({list.Detail})"
        let remedy = RuleText.RemedyOf(list.Condition, list.List, mode)
        select $"The {list.List.ToWord()} list blocks nobody, because {RuleText.WhyOf(list.Condition)}{detail}. To do: {remedy}.";

    /// <summary>What began and ended, a line each; none where nothing did.</summary>
    /// <param name="isOpenElsewhere">Exclusion mode: another allow rule lets in whom ours leaves out.</param>
    public static IEnumerable<(string Text, Tone Tone)> OfChanges(
        ChangedRow? madeActive,
        ChangedRow? listed,
        ChangedRow? ended,
        bool isOpenElsewhere
    )
    {
        if (madeActive is not null)
        {
            yield return isOpenElsewhere
                ? (
                    "On the exclusion lists now, and another allow rule with Any may still let them in "
                        + $"(shield explain says which): {Named(madeActive, All)}.",
                    Tone.Warning
                )
                : ($"New connections are blocked: {Named(madeActive, All)}.", Tone.Good);
        }

        if (listed is not null)
        {
            yield return (
                "On a list now, and nothing proves an effect "
                    + $"(of a name, whether the PCE acts on a name in a deny rule is not known): {Named(listed, All)}.",
                Tone.Warning
            );
        }

        if (ended is not null)
        {
            yield return ($"Unblocked, taken off the lists: {Named(ended, AllEnded)}.", Tone.Plain);
        }
    }

    /// <summary>
    /// What a command did beside what it was asked for. <c>unblock A</c> may also make B active, because a reconcile always brings the PCE
    /// to the full state (law 10).
    /// </summary>
    public static IEnumerable<(string Text, Tone Tone)> OfOthers(AlsoRow also)
    {
        if (also.MadeActive is { } active)
        {
            yield return (
                $"This also made {Blocks(active)} active that {Were(active)} decided before: {Named(active, All)}.",
                Tone.Warning
            );
        }

        if (also.Listed is { } listed)
        {
            yield return (
                $"This also put {Blocks(listed)} on a list, without a proven effect, that {Were(listed)} decided before: "
                    + $"{Named(listed, All)}.",
                Tone.Warning
            );
        }

        if (also.Ended is { } ended)
        {
            yield return ($"This also ended {Blocks(ended)} whose reason was gone: {Named(ended, AllEnded)}.", Tone.Warning);
        }

        yield return (
            "To review first: --record-only, and then shield plan; or Policy:Autonomy=ask, which holds every new block.",
            Tone.Faint
        );
    }

    /// <summary>How one party stands.</summary>
    public static (string Text, Tone Tone) OfParty(Standing party)
    {
        var x = party.Name;
        var because = party.Reason is { } reason ? $" because {ReasonText.Of(reason)} ({reason})" : "";
        var direction = party.Directions switch
        {
            Directions.Inbound => "it may not reach our workloads",
            Directions.Outbound => "our workloads may not reach it",
            _ => "neither side may reach the other",
        };
        return (party.Verdict, party.State) switch
        {
            (Verdict.Block, EntryState.Active) when !party.LetIn.IsEmpty => (
                $"{x} is on the exclusion lists (new connections){because}: {string.Join("; ", party.LetIn)}.",
                Tone.Bad
            ),
            (Verdict.Block, EntryState.Active) => ($"{x} is blocked: {direction} (new connections){because}.", Tone.Bad),
            (Verdict.Block, EntryState.Pending) => ($"{x} is to be blocked ({direction}) and is not yet{because}.", Tone.Warning),
            (Verdict.Block, EntryState.Listed) => (
                $"{x} is on the list of names ({direction}){because}. Whether this PCE acts on a name in a deny rule is not known.",
                Tone.Warning
            ),
            (Verdict.Block, _) => ($"{x} is to be blocked ({direction}){because}. Whether it is, is unknown.", Tone.Warning),
            (Verdict.Hold, EntryState.Active) => (
                $"{x} is held{because}. An earlier block of it is active and stays until its end.",
                Tone.Warning
            ),
            (Verdict.Hold, EntryState.Listed) => (
                $"{x} is held{because}. An earlier entry of it is still on the list and stays until its end; "
                    + "nothing proves that it has an effect.",
                Tone.Warning
            ),
            (Verdict.Hold, _) => ($"{x} is held for a person and not blocked{because}.", Tone.Warning),
            (_, EntryState.Releasing) => (
                $"{x} is not to be blocked any more{because}, and an entry of ours still covers it: "
                    + "the next apply that may write takes it off.",
                Tone.Warning
            ),
            _ when party.IsDenied => ($"{x} is not blocked by Shield{because}, and yet it is denied.", Tone.Bad),
            (_, EntryState.Unknown) => (
                $"{x} is not to be blocked{because}. Whether an entry of ours still covers it is unknown.",
                Tone.Warning
            ),
            _ => ($"{x} is not blocked{because}.", Tone.Good),
        };
    }

    /// <summary>At most so many names, then how many more and the command that lists them.</summary>
    public static string Named(ChangedRow changed, string command) =>
        string.Join(", ", changed.Indicators)
        + (changed.Count > changed.Indicators.Length ? $" and {changed.Count - changed.Indicators.Length} more ({command})" : "");

    private const string All = "shield threats list";

    private const string AllEnded = "shield threats list --all";

    private static string Blocks(ChangedRow changed) => changed.Count is 1 ? "1 block" : $"{changed.Count} blocks";

    private static string Were(ChangedRow changed) => changed.Count is 1 ? "was" : "were";

    private static string ListsOf(ImmutableArray<UnenforcedList> lists) =>
        lists is [var only] ? $"the {only.List.ToWord()} list" : $"the lists {string.Join(", ", lists.Select(list => list.List.ToWord()))}";
}
