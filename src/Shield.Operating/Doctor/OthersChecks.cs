using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Checks;
using Shield.Operating.Plans;
using Shield.Operating.Reading;

namespace Shield.Operating.Doctor;

/// <summary>
/// Other people on our lists: their entries, their edits, other deployments, and entries of ours that the ledger does not know.
/// </summary>
public static class OthersChecks
{
    private const string Entries = "others-entries";
    private const string Edits = "others-edits";
    private const string Orphans = "orphans";
    private const string Removed = "removed-by-hand";

    private const int MostNamed = 5;

    public static ImmutableArray<string> Names => [Entries, Edits, Orphans, Removed];

    public static IEnumerable<ExaminedRow> Of(Situation situation, ImmutableArray<RemovedByHandRow> removed)
    {
        var preview = PlanPreview.Of(situation);
        ImmutableArray<string> conflicts =
        [
            .. preview
                .Foreign.Where(row => row.Owner is not null)
                .Select(row => $"{row.Entry} ({row.Direction}) carries the mark of owner {row.Owner}"),
            .. preview
                .Foreign.Where(row => row.Owner is null && row.NeverBlocked is not null)
                .Select(row => $"{row.Entry} ({row.Direction}) should never be blocked ({row.NeverBlocked})"),
        ];
        yield return conflicts.IsEmpty
            ? ExaminedRow.Pass(
                Entries,
                preview.Foreign.IsEmpty
                    ? "none on our lists"
                    : $"{preview.Foreign.Length} entry(ies) of others on our lists stay: {Some(preview.Foreign.Select(row => row.Entry))}"
            )
            : ExaminedRow.Warn(
                Entries,
                Some(conflicts),
                "Shield leaves entries of others alone: whoever put them there takes them off in the PCE's console"
            );

        var edited = situation.Plan.Lists.Where(list => !list.ForeignEdits.IsEmpty).ToList();
        yield return edited.Count is 0
            ? ExaminedRow.Pass(Edits, "nobody else has an unprovisioned edit on our lists")
            : ExaminedRow.Warn(
                Edits,
                string.Join(
                    "; ",
                    edited.Select(list =>
                        $"'{list.Pair.Draft.Name}' was edited by {list.Pair.Draft.UpdatedBy ?? "somebody"} at "
                        + $"{list.Pair.Draft.UpdatedAt:u} and not provisioned: {Some(list.ForeignEdits.Words)}"
                    )
                ),
                "provision or revert it; additions wait for it as long as Pce:ForeignDraftWait says, then they take it along"
            );

        yield return preview.Orphans.IsEmpty
            ? ExaminedRow.Pass(Orphans, "every entry of ours is known to the ledger")
            : ExaminedRow.Warn(
                Orphans,
                $"{preview.Orphans.Length} entry(ies) with our mark are unknown to the ledger and stay: "
                    + $"{Some(preview.Orphans.Select(row => row.Entry))}",
                "is it the right ledger? shield threats block or unblock settles each of them"
            );

        ImmutableArray<string> news = [.. situation.Alarms, .. removed.Select(RemovalText.Sentence)];
        yield return news.IsEmpty
            ? ExaminedRow.Pass(Removed, "nobody took an entry of ours off the PCE by hand, and none is missing")
            : ExaminedRow.Warn(
                Removed,
                Some(news),
                "ask whoever did it why; shield threats block X blocks one of them all the same, and shield plan shows all"
            );
    }

    private static string Some(IReadOnlyCollection<string> all) =>
        string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");

    private static string Some(IEnumerable<string> all) => Some([.. all]);
}
