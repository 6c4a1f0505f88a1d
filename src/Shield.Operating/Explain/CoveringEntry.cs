using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Reading;

namespace Shield.Operating.Explain;

/// <summary>The entry on the PCE that covers what was asked about, and the rules by which it blocks.</summary>
/// <param name="Rules">One for each direction in which an entry covers it, and no exclusion of the same list lets it through.</param>
/// <param name="Probe">What the PCE's policy check is asked about: the indicator itself, or where a part of it is never blocked, a piece
/// that is listed.</param>
public sealed record CoveringEntry(EntryOnPce Entry, ImmutableArray<BlockingRule> Rules, Indicator Probe)
{
    /// <summary>The entry of the active lists that covers it: ours before others', the narrowest first.</summary>
    public static async Task<CoveringEntry?> FindAsync(
        Indicator asked,
        Decision? decision,
        Overview overview,
        ILedgerReader ledger,
        CancellationToken cancellationToken
    )
    {
        if (overview.Situation is not { } situation)
        {
            return null;
        }

        var covering = (
            from list in situation.Plan.Lists
            from entry in list.Pair.Active?.Entries ?? []
            where list.Pair.Draft.Mark.Blocks(entry) && entry.What.Covers(asked)
            let isOurs = list.Pair.Draft.Mark.IsOurs(entry)
            orderby isOurs descending, Width(entry.What)
            select (list, entry, isOurs)
        ).ToList();
        if (covering is [])
        {
            // Something in it is never blocked, so it stands on the list in pieces.
            var pieces =
                decision?.Indicator != asked
                    ? []
                    : situation.Plan.Lists.Select(list => list.List).SelectMany(decision.EntriesOn).ToHashSet();
            covering = (
                from list in situation.Plan.Lists
                from entry in list.Pair.Active?.Entries ?? []
                where list.Pair.Draft.Mark.IsOurs(entry) && pieces.Contains(entry.What)
                orderby entry.What
                select (list, entry, true)
            ).ToList();
        }

        if (covering is [])
        {
            return null;
        }

        var (first, found, ours) = covering[0];
        var names = covering.Where(one => one.entry.What == found.What).Select(one => one.list.Pair.Draft.Name).Distinct();
        var version = ours ? await VersionOfAsync(first.List, found.What, ledger, cancellationToken) : null;
        var probe = found.What.Covers(asked) ? asked : found.What;
        var isExempt = IsExempt(first, probe);
        var rules = covering
            .Where(one => !IsExempt(one.list, probe))
            .Select(one => one.list.List)
            .Distinct()
            .Order()
            .Select(list =>
                situation.View.Rules.FirstOrDefault(rule => rule.List == list) ?? new BlockingRule(list, RuleCondition.Missing, null, null)
            );
        return new CoveringEntry(
            new EntryOnPce(string.Join(", ", names), found.What.ToString(), version, found.Description, ours, isExempt),
            [.. rules],
            probe
        );
    }

    /// <summary>
    /// Whether an exclusion that somebody put on our deny list lets it through again (law 16). On a list of exclusion mode it cannot: there
    /// exclusions are what blocks.
    /// </summary>
    private static bool IsExempt(ListPlan list, Indicator asked) =>
        !asked.IsDomain
        && list.Pair.Draft.Mark.Mode is PceMode.Deny
        && RangeSet
            .Of(
                (list.Pair.Active?.Entries ?? [])
                    .Where(entry => entry.IsExclusion && entry.What.Overlaps(asked))
                    .Select(entry => entry.What.Range)
            )
            .Contains(asked.Range);

    private static UInt128 Width(Indicator what) => what.IsDomain ? 0 : what.Range.Last - what.Range.First;

    /// <summary>By history: the last intent that set out to make the entry active, and the version of its outcome.</summary>
    private static async Task<long?> VersionOfAsync(
        ListPurpose list,
        Indicator entry,
        ILedgerReader ledger,
        CancellationToken cancellationToken
    )
    {
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken);
        var start = new EntryChange(list, entry, IsStart: true);
        var intent = history.Records.LastOrDefault(record =>
            record.Kind is HistoryKind.Intent && Intent.Read(record).All.Any(one => one.Change == start)
        );
        var outcome = intent is null
            ? null
            : history
                .Records.Where(record => record.Kind is HistoryKind.Outcome)
                .Select(Outcome.Read)
                .FirstOrDefault(outcome => outcome.IntentHash == intent.Hash);
        return outcome?.PolicyVersion;
    }
}
