using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>
/// Finds the additions for which the PCE refuses a whole list, by halves: each try is a PUT of the draft that is never provisioned. At
/// the end the draft is as it was.
/// </summary>
internal sealed class Bisection(IPceWriter pce, Lease lease, ListPlan list)
{
    private const int LongestReason = 300;

    private readonly HashSet<Indicator> _added = [.. list.Add.Select(addition => addition.Entry)];

    /// <exception cref="PceException">The list is refused without an addition of ours too: there is nothing to hold.</exception>
    public async Task<PceRefusal> RunAsync(PceException refused, CancellationToken cancellationToken)
    {
        var culprits = ImmutableArray.CreateBuilder<IntentEntry>();
        if (await RefusalOfAsync([], cancellationToken) is null)
        {
            await SearchAsync([.. list.Add], refused, culprits, cancellationToken);
        }

        await lease.RenewAsync(cancellationToken);
        await pce.WriteListAsync(list.Pair.Draft, list.Pair.Draft.Entries, cancellationToken);
        return culprits.Count > 0 ? new PceRefusal(Total: null, culprits.ToImmutable()) : throw refused;
    }

    /// <param name="suspects">The PCE refused these together.</param>
    /// <param name="refused">How.</param>
    /// <param name="culprits">Filled with those that it refuses one by one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    private async Task SearchAsync(ImmutableArray<Addition> suspects, PceException refused, ImmutableArray<IntentEntry>.Builder culprits, CancellationToken cancellationToken)
    {
        if (suspects is [var culprit])
        {
            culprits.Add(new IntentEntry(list.List.ToWord(), culprit.Entry.ToString(), Shortened(refused.Message)));
            return;
        }

        var middle = suspects.Length / 2;
        foreach (var half in new[] { suspects[..middle], suspects[middle..] })
        {
            if (await RefusalOfAsync(half, cancellationToken) is { } why)
            {
                await SearchAsync(half, why, culprits, cancellationToken);
            }
        }
    }

    /// <summary>Null where the PCE takes the list with these additions and no other.</summary>
    private async Task<PceException?> RefusalOfAsync(ImmutableArray<Addition> additions, CancellationToken cancellationToken)
    {
        var tried = additions.Select(addition => addition.Entry).ToHashSet();
        await lease.RenewAsync(cancellationToken);
        try
        {
            await pce.WriteListAsync(list.Pair.Draft, [.. list.Written.Where(entry => !IsAddition(entry) || tried.Contains(entry.What))], cancellationToken);
            return null;
        }
        catch (PceException refused) when (refused.IsRefusalOfContent)
        {
            return refused;
        }
    }

    private bool IsAddition(ListEntry entry) => _added.Contains(entry.What) && list.Pair.Draft.Mark.IsOurs(entry);

    private static string Shortened(string text) => text.Length <= LongestReason ? text : text[..LongestReason];
}
