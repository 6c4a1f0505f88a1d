using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// Finds the additions for which the PCE refuses a whole list, by halves: each try is a PUT of the draft that is never provisioned. At
/// the end the draft is as it was. It ends after so many tries, and says what it did not come to.
/// </summary>
/// <param name="mostTries">How many PUTs it may take; putting the draft back is one more.</param>
internal sealed class Bisection(IPceWriter pce, Lease lease, ListPlan list, int mostTries)
{
    private readonly HashSet<Indicator> _added = [.. list.Add.Select(addition => addition.Entry)];
    private readonly ImmutableArray<RefusedEntry>.Builder _culprits = ImmutableArray.CreateBuilder<RefusedEntry>();
    private readonly ImmutableArray<RefusedEntry>.Builder _unsearched = ImmutableArray.CreateBuilder<RefusedEntry>();

    /// <summary>How many it took.</summary>
    public int Tries { get; private set; }

    /// <exception cref="PceException">The list is refused without an addition of ours too: there is nothing to hold.</exception>
    public async Task<(ImmutableArray<RefusedEntry> Culprits, ImmutableArray<RefusedEntry> Unsearched)> RunAsync(
        PceException refused,
        CancellationToken cancellationToken
    )
    {
        if (mostTries is 0)
        {
            return ([], RefusedEntry.Of(list.List, list.Add, refused));
        }

        if (await RefusalOfAsync([], cancellationToken) is null)
        {
            await SearchAsync(refused, cancellationToken);
        }

        await lease.RenewAsync(cancellationToken);
        await pce.WriteListAsync(list.Pair.Draft, list.Pair.Draft.Entries, cancellationToken);
        return _culprits.Count + _unsearched.Count > 0 ? (_culprits.ToImmutable(), _unsearched.ToImmutable()) : throw refused;
    }

    private async Task SearchAsync(PceException refused, CancellationToken cancellationToken)
    {
        // The first half first, so that what ranks highest is known first. Why is null of a group that was not tried by itself.
        var groups = new Stack<(ImmutableArray<Addition> Suspects, PceException? Why)>([([.. list.Add], refused)]);
        while (groups.TryPop(out var group))
        {
            if (group.Why is null && Tries < mostTries)
            {
                group.Why = await RefusalOfAsync(group.Suspects, cancellationToken);
                if (group.Why is null)
                {
                    continue;
                }
            }

            if (group is { Suspects.Length: 1, Why: { } certain })
            {
                _culprits.AddRange(RefusedEntry.Of(list.List, group.Suspects, certain));
            }
            else if (group.Why is not { } why || Tries >= mostTries)
            {
                _unsearched.AddRange(RefusedEntry.Of(list.List, group.Suspects, group.Why ?? refused));
            }
            else
            {
                // Where the first half is taken, the fault is in the second: no try is needed to know that.
                var middle = group.Suspects.Length / 2;
                var (first, second) = (group.Suspects[..middle], group.Suspects[middle..]);
                var whyFirst = await RefusalOfAsync(first, cancellationToken);
                groups.Push((second, whyFirst is null ? why : null));
                if (whyFirst is not null)
                {
                    groups.Push((first, whyFirst));
                }
            }
        }
    }

    /// <summary>Null where the PCE takes the list with these additions and no other.</summary>
    private async Task<PceException?> RefusalOfAsync(ImmutableArray<Addition> additions, CancellationToken cancellationToken)
    {
        Tries++;
        var tried = additions.Select(addition => addition.Entry).ToHashSet();
        await lease.RenewAsync(cancellationToken);
        try
        {
            await pce.WriteListAsync(
                list.Pair.Draft,
                [.. list.Written.Where(entry => !IsAddition(entry) || tried.Contains(entry.What))],
                cancellationToken
            );
            return null;
        }
        catch (PceException refused) when (refused.IsRefusalOfContent)
        {
            return refused;
        }
    }

    private bool IsAddition(ListEntry entry) => _added.Contains(entry.What) && list.Pair.Draft.Mark.IsOurs(entry);
}
