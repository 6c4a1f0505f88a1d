using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// Learns which of our additions the PCE refuses. It refuses a whole list and says of none of its entries that it is at fault, so the list
/// is tried by halves (<see cref="Bisection"/>). One round spends at most <see cref="MostTries"/> writes on that; the next goes on.
/// </summary>
internal sealed class RefusalSearch(IPceWriter pce, Lease lease)
{
    /// <summary>How many PUTs of one round may go into the search: a few seconds.</summary>
    private const int MostTries = 60;

    /// <summary>With fewer, a search is not worth beginning: one goes to the list as it is, and a few to halving.</summary>
    private const int LeastTries = 4;

    private int _triesLeft = MostTries;
    private ImmutableArray<RefusedEntry> _unsearched = [];
    private bool _isPlanWaiting;

    /// <summary>
    /// Additions wait only because they were refused together with others, and there are tries left to find out which are at fault.
    /// </summary>
    public bool IsWorthGoingOn => _isPlanWaiting && _triesLeft >= LeastTries;

    /// <summary>Some were refused together and not searched yet, as the ledger was read last.</summary>
    public bool HasUnsearched => !_unsearched.IsEmpty;

    public void Note(Situation situation)
    {
        _unsearched = situation.Decided.History.RefusalsIn(situation.Decided.Now - PceRefusal.Memory, situation.Decided.Now).Unsearched();
        var waiting = _unsearched.Select(entry => (entry.List, entry.Entry)).ToHashSet();
        _isPlanWaiting = situation.Plan.KeptBack.Any(kept =>
            kept.Reason is ReasonCode.PceRejected && waiting.Contains((kept.Addition.List, kept.Addition.Entry))
        );
    }

    /// <summary>
    /// What is to be kept back of a list that the PCE refused. Where there is anything else to do (an unblock, an end, another list), all
    /// its additions are set aside at first: a search takes a while, and what leaves must not wait for it.
    /// </summary>
    /// <param name="isSearch">This go was begun to search, everything else is done.</param>
    public async Task<PceRefusal> LearnAsync(
        Plan plan,
        ListPlan list,
        PceException refused,
        bool isSearch,
        CancellationToken cancellationToken
    )
    {
        var tried = list.Add.Select(addition => addition.Entry).ToHashSet();
        var others = _unsearched.RemoveAll(entry => entry.List == list.List && tried.Contains(entry.Entry));
        if (!isSearch && HasOtherWork(plan, list))
        {
            return new PceRefusal(Total: null, []) { Unsearched = [.. others, .. RefusedEntry.Of(list.List, list.Add, refused)] };
        }

        var search = new Bisection(pce, lease, list, _triesLeft);
        var (culprits, unsearched) = await search.RunAsync(refused, cancellationToken);
        _triesLeft = Math.Max(0, _triesLeft - search.Tries);
        return new PceRefusal(Total: null, culprits) { Unsearched = [.. others, .. unsearched] };
    }

    private static bool HasOtherWork(Plan plan, ListPlan list) =>
        list.AddsFixtures
        || !list.Remove.IsEmpty
        || !list.Drafted.IsEmpty
        || plan.Lists.Any(other => other.List != list.List && (other.NeedsWrite || other.NeedsProvision));
}
