using System.Collections.Immutable;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>Takes down what of ours stands in one mode, once the other mode's is in force. A deletion is a draft until it is provisioned (pce-api.md 2.3).</summary>
public sealed class Dismantling(PceClient client, PceOptions options, TimeProvider clock)
{
    private readonly ListReader _lists = new(client);
    private readonly RuleReader _rules = new(client, options.OwnerId!);
    private readonly Provisioning _provisioning = new(client, clock);

    /// <summary>Deny mode's rule set first, so that a list that cannot go yet blocks nobody any more; then the lists.</summary>
    /// <returns>What went, by name.</returns>
    public async Task<ImmutableArray<string>> RemoveDenyAsync(string trigger, CancellationToken cancellationToken)
    {
        var gone = ImmutableArray.CreateBuilder<string>();
        foreach (var ruleSet in await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false))
        {
            await DeleteAsync(ruleSet.Href, WireText.Pending(ruleSet.UpdateType), async () => (await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Href == ruleSet.Href) is { UpdateType: not "delete" }, cancellationToken).ConfigureAwait(false);
            if (WireText.Pending(ruleSet.UpdateType) is not PendingUpdate.Create)
            {
                await _provisioning.ProvisionStepAsync(options.OwnerId!, trigger, ChangeSubset.OfRuleSet(ruleSet.Href), cancellationToken).ConfigureAwait(false);
            }

            gone.Add($"rule set '{client.Show(ruleSet.Name)}'");
        }

        return [.. gone, .. await RemoveListsAsync(PceMode.Deny, trigger, cancellationToken).ConfigureAwait(false)];
    }

    /// <exception cref="PceException">A rule uses one of them still; that one stays.</exception>
    public async Task<ImmutableArray<string>> RemoveListsAsync(PceMode mode, string trigger, CancellationToken cancellationToken)
    {
        var lists = (await OursAsync(mode, cancellationToken).ConfigureAwait(false)).ToImmutableArray();
        foreach (var list in lists)
        {
            await DeleteAsync(list.Href, list.Pending, async () => (await OursAsync(mode, cancellationToken).ConfigureAwait(false)).Any(one => one.Href == list.Href && one.Pending is not PendingUpdate.Delete), cancellationToken).ConfigureAwait(false);
        }

        string[] pending = [.. lists.Where(list => list.Pending is not PendingUpdate.Create).Select(list => list.Href)];
        if (pending is [var first, .. var others])
        {
            await _provisioning.ProvisionStepAsync(options.OwnerId!, trigger, ChangeSubset.OfLists(first, others), cancellationToken).ConfigureAwait(false);
        }

        return [.. lists.Select(list => $"IP list '{client.Show(list.Name)}'")];
    }

    private async Task<IEnumerable<PceList>> OursAsync(PceMode mode, CancellationToken cancellationToken) =>
        (await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false)).Where(list => list.Mark.Owner == options.OwnerId && list.Mark.Mode == mode);

    private async Task DeleteAsync(string href, PendingUpdate? pending, Func<Task<bool>> isThereStill, CancellationToken cancellationToken)
    {
        if (pending is PendingUpdate.Delete)
        {
            return;
        }

        try
        {
            await client.DeleteAsync(href, PceClient.TimeOut, cancellationToken).ConfigureAwait(false);
        }
        catch (PceException lost) when (lost.MayHaveHadEffect())
        {
            if (await isThereStill().ConfigureAwait(false))
            {
                await client.DeleteAsync(href, PceClient.TimeOut, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
