using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Hosting.Feeds;

/// <summary>
/// How blocks stand by what the last reconcile left, without a question to the PCE: whoever pulls a list every minute costs it nothing.
/// </summary>
public sealed class StatesByLedger
{
    private readonly Dictionary<ListPurpose, (HashSet<Indicator> Entries, RangeSet Ranges)>? _active;
    private readonly HashSet<ListPurpose> _unenforced;

    /// <param name="decided">With the history of the same moment.</param>
    /// <param name="last">What the last reconcile came to; null before the first.</param>
    public StatesByLedger(Decided decided, ReconcileReport? last)
    {
        _unenforced = [.. (last?.Unenforced ?? []).Select(list => list.List)];
        _active = decided.History.Baseline is not { } baseline
            ? null
            : Enum.GetValues<ListPurpose>()
                .ToDictionary(
                    list => list,
                    list =>
                    {
                        var entries = baseline.On(list).ToHashSet();
                        return (entries, RangeSet.Of(entries.Where(entry => !entry.IsDomain).Select(entry => entry.Range)));
                    }
                );
    }

    /// <summary>Of a block: active, listed for a domain, pending, or unknown before the first reconcile.</summary>
    public Threat Of(Decision decision) =>
        new(
            decision,
            _active is null ? EntryState.Unknown
                : !decision.Lists().Where(decision.Blocks).All(list => IsInForce(decision, list)) ? EntryState.Pending
                : decision.Indicator.IsDomain ? EntryState.Listed
                : EntryState.Active,
            decision.Reason
        );

    private bool IsInForce(Decision decision, ListPurpose list) =>
        !_unenforced.Contains(list) && decision.EntriesOn(list).All(entry => Holds(_active![list], entry));

    private static bool Holds((HashSet<Indicator> Entries, RangeSet Ranges) list, Indicator entry) =>
        list.Entries.Contains(entry) || (!entry.IsDomain && list.Ranges.Contains(entry.Range));
}
