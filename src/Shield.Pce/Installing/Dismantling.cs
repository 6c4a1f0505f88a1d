using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>
/// Takes down what of ours the command was asked to take down: everything of one mode, once the other mode's is in force, or the list and
/// the rule for names. A deletion is a draft until it is provisioned. What carries our mark and is pending deletion already counts as the
/// part that an earlier run of the same command did, so each of these may be run again wherever it broke off, also without the ledger.
/// </summary>
public sealed class Dismantling(PceClient client, PceOptions options, TimeProvider clock)
{
    private readonly ListReader _lists = new(client);
    private readonly RuleReader _rules = new(client, options.OwnerId!);
    private readonly Provisioning _provisioning = new(client, clock);

    /// <summary>What of ours stands in that mode, by name. Reads only.</summary>
    public async Task<ImmutableArray<string>> ReadAsync(PceMode mode, CancellationToken cancellationToken)
    {
        var ruleSets = mode is PceMode.Deny ? await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false) : [];
        return [.. ruleSets.Select(NameOf), .. (await OursAsync(mode, cancellationToken).ConfigureAwait(false)).Select(NameOf)];
    }

    /// <summary>Deny mode's rule set first, so that a list that cannot go yet blocks nobody any more; then the lists.</summary>
    /// <param name="trigger">Who or what asked, for the PCE's version history.</param>
    /// <param name="renew">Called before each write: renews the lease under which this works.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<DismantlingResult> RemoveDenyAsync(
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        var gone = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var ruleSet in await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false))
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await DeleteRuleSetAsync(ruleSet, cancellationToken).ConfigureAwait(false);
                if (WireText.Pending(ruleSet.UpdateType) is not PendingUpdate.Create)
                {
                    await ProvisionAsync(trigger, ChangeSubset.OfRuleSet(ruleSet.Href), renew, cancellationToken).ConfigureAwait(false);
                }

                gone.Add(NameOf(ruleSet));
            }
        }
        catch (PceException failure) when (gone.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, gone);
        }

        var lists = await RemoveListsAsync(PceMode.Deny, trigger, renew, cancellationToken).ConfigureAwait(false);
        return lists with { Removed = [.. gone, .. lists.Removed] };
    }

    /// <inheritdoc cref="RemoveDenyAsync" path="/param"/>
    /// <param name="mode">Whose lists.</param>
    /// <exception cref="PceException">A rule uses one of them still; that one stays.</exception>
    public async Task<DismantlingResult> RemoveListsAsync(
        PceMode mode,
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        var lists = await OursAsync(mode, cancellationToken).ConfigureAwait(false);
        var deleted = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var list in lists)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await DeleteListAsync(list, cancellationToken).ConfigureAwait(false);
                deleted.Add($"{NameOf(list)} deleted");
            }

            string[] pending = [.. lists.Where(list => list.Pending is not PendingUpdate.Create).Select(list => list.Href)];
            var version = pending is [var first, .. var others]
                ? await ProvisionAsync(trigger, ChangeSubset.OfLists(first, others), renew, cancellationToken).ConfigureAwait(false)
                : null;
            return new DismantlingResult([.. lists.Select(NameOf)], version);
        }
        catch (PceException failure) when (deleted.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, deleted);
        }
    }

    /// <summary>What of the list and the rule for names stands, or why it may not be taken away. Reads only.</summary>
    public async Task<DomainsRemoval> PlanDomainsAsync(CancellationToken cancellationToken)
    {
        var lists = await DomainsAsync(cancellationToken).ConfigureAwait(false);
        var ruleSets = await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
        var plan = new DomainsRemoval
        {
            Lists = lists,
            RuleSet = null,
            Rules = [],
            Names = [],
            Refusal = null,
        };
        if (ruleSets.Length > 1 || lists.Length > 1)
        {
            var twins = string.Join(", ", ruleSets.Select(NameOf).Concat(lists.Select(NameOf)));
            return plan with
            {
                Refusal = new PolicyRefusal(PolicyFault.TwoLists, $"several carry the same mark: {twins}; keep one of each kind"),
            };
        }

        if (ruleSets is not [var ruleSet])
        {
            return plan with { Names = [.. lists.Select(NameOf)] };
        }

        ImmutableArray<DenyRuleWire> rules = [.. lists.SelectMany(list => RuleShape.Using(ruleSet, ListPurpose.Domains, list.Href))];
        var pending = WireText.Pending(ruleSet.UpdateType);
        var isFree =
            pending is not PendingUpdate.Update
            || await DiffersOnlyByAsync(ruleSet.Href, [.. lists.Select(list => list.Href)], cancellationToken).ConfigureAwait(false);
        var isToBeChanged = lists is not [];
        return plan with
        {
            // A rule set whose draft differs by nothing else any more was left so by an earlier run.
            RuleSet = isToBeChanged || (pending is PendingUpdate.Update && isFree) ? ruleSet.Href : null,
            Rules = rules,
            Names = [.. rules.Select(_ => $"override-deny rule, {ListPurpose.Domains.ToWord()}"), .. lists.Select(NameOf)],
            Refusal = (isToBeChanged, pending, isFree) switch
            {
                (true, PendingUpdate.Delete, _) => new PolicyRefusal(
                    PolicyFault.PendingDeletion,
                    $"{NameOf(ruleSet)}: {PendingDeletionText.Remedy}"
                ),
                (true, _, false) => new PolicyRefusal(
                    PolicyFault.ForeignDraft,
                    $"{NameOf(ruleSet)} ({ruleSet.Href}) has other draft edits, and provisioning it would take them along: "
                        + "provision or revert them first"
                ),
                _ => null,
            },
        };
    }

    /// <summary>The rule first, which the PCE wants gone before its list, then the list; one policy version.</summary>
    /// <inheritdoc cref="RemoveDenyAsync" path="/param"/>
    /// <param name="plan">No refusal.</param>
    /// <exception cref="InvalidOperationException">The plan is a refusal.</exception>
    public async Task<DismantlingResult> RemoveDomainsAsync(
        DomainsRemoval plan,
        string trigger,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Detail);
        }

        var deleted = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var rule in plan.Rules)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await DeleteAsync(
                        rule.Href,
                        WireText.Pending(rule.UpdateType),
                        () => IsThereAsync(rule.Href, cancellationToken),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                deleted.Add("the rule for names deleted");
            }

            foreach (var list in plan.Lists)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await DeleteListAsync(list, cancellationToken).ConfigureAwait(false);
                deleted.Add($"{NameOf(list)} deleted");
            }

            string[] lists = [.. (await DomainsAsync(cancellationToken).ConfigureAwait(false)).Select(list => list.Href)];
            var ruleSets = await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
            var isPending = ruleSets.Any(ruleSet => ruleSet.Href == plan.RuleSet && ruleSet.UpdateType is "update");
            var subset = (isPending, lists) switch
            {
                (true, _) => ChangeSubset.OfRuleSet(plan.RuleSet!, lists),
                (_, [var first, .. var others]) => ChangeSubset.OfLists(first, others),
                _ => null,
            };
            var version = subset is null ? null : await ProvisionAsync(trigger, subset, renew, cancellationToken).ConfigureAwait(false);
            return new DismantlingResult(plan.Names, version);
        }
        catch (PceException failure) when (deleted.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, deleted);
        }
    }

    /// <summary>
    /// What of ours in that mode is pending deletion, as a migration to the other mode leaves it that broke off. To migrate back is to want
    /// it: the deletion is taken back, by name, and nothing else.
    /// </summary>
    /// <returns>Why it may not be taken back; null where it was, or where there was nothing.</returns>
    public async Task<PolicyRefusal?> TakeBackDeletionsAsync(PceMode mode, CancellationToken cancellationToken)
    {
        var all = await OursAsync(mode, cancellationToken).ConfigureAwait(false);
        var sets = mode is PceMode.Deny ? await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false) : [];
        var lists = all.Where(list => list.Pending is PendingUpdate.Delete)
            .Select(list => (list.Href, Name: NameOf(list)))
            .ToImmutableArray();
        var ruleSets = sets.Where(set => set.UpdateType is "delete").Select(set => (set.Href, Name: NameOf(set))).ToImmutableArray();
        foreach (var (href, name) in lists.Concat(ruleSets))
        {
            // What stands in a rule set is pending deletion together with it.
            if (await CompareAsync(href, [], cancellationToken).ConfigureAwait(false) is not { AreEqual: true })
            {
                return new PolicyRefusal(
                    PolicyFault.ForeignDraft,
                    $"{name} ({href}) is pending deletion and has draft edits too, which would be lost with the deletion: "
                        + "revert or provision them in the PCE's console first"
                );
            }
        }

        string[] hrefs = [.. lists.Select(list => list.Href)];
        var subset = (ruleSets, hrefs) switch
        {
            ([var first, .. var others], _) => ChangeSubset.OfRuleSets(first.Href, others.Select(other => other.Href), hrefs),
            (_, [var first, .. var others]) => ChangeSubset.OfLists(first, others),
            _ => null,
        };
        if (subset is not null)
        {
            await _provisioning.RevertAsync(subset, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<PolicyVersion> ProvisionAsync(
        string trigger,
        ChangeSubset subset,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        await renew(cancellationToken).ConfigureAwait(false);
        return await _provisioning.ProvisionStepAsync(options.OwnerId!, trigger, subset, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<PceList>> OursAsync(PceMode mode, CancellationToken cancellationToken) =>
        (await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false)).RemoveAll(list =>
            list.Mark.Owner != options.OwnerId || list.Mark.Mode != mode
        );

    private async Task<ImmutableArray<PceList>> DomainsAsync(CancellationToken cancellationToken) =>
        (await OursAsync(PceMode.Deny, cancellationToken).ConfigureAwait(false)).RemoveAll(list =>
            list.Mark.Purpose is not ListPurpose.Domains
        );

    private async Task<bool> DiffersOnlyByAsync(string href, ImmutableArray<string> lists, CancellationToken cancellationToken) =>
        await CompareAsync(href, lists, cancellationToken).ConfigureAwait(false) is { AreEqual: true, HasDeletion: false };

    /// <summary>
    /// Whether draft and active are the same, but for deny rules that use one of these lists, and for when and by whom; and whether
    /// something else inside is pending deletion.
    /// </summary>
    private async Task<(bool AreEqual, bool HasDeletion)> CompareAsync(
        string href,
        ImmutableArray<string> lists,
        CancellationToken cancellationToken
    )
    {
        var draft = Without(await client.GetAsync(href, PceJson.Default.JsonObject, cancellationToken).ConfigureAwait(false), lists);
        var active = await client.FindAsync(WireText.ToActive(href), PceJson.Default.JsonObject, cancellationToken).ConfigureAwait(false);
        var areEqual =
            active is not null && JsonNode.DeepEquals(RuleSetText.Neutral(draft, []), RuleSetText.Neutral(Without(active, lists), []));
        return (areEqual, RuleSetText.HasDeletionInside(draft));
    }

    private static JsonObject Without(JsonObject ruleSet, ImmutableArray<string> lists)
    {
        if (ruleSet["deny_rules"] is JsonArray rules)
        {
            ruleSet["deny_rules"] = new JsonArray([.. rules.Where(rule => !UsesOneOf(rule, lists)).Select(rule => rule?.DeepClone())]);
        }

        return ruleSet;
    }

    private static bool UsesOneOf(JsonNode? rule, ImmutableArray<string> lists) =>
        (rule?["providers"] as JsonArray ?? []).Any(actor =>
            (string?)actor?["ip_list"]?["href"] is { } href && lists.Contains(WireText.ToDraft(href))
        );

    private Task DeleteRuleSetAsync(RuleSetWire ruleSet, CancellationToken cancellationToken) =>
        DeleteAsync(
            ruleSet.Href,
            WireText.Pending(ruleSet.UpdateType),
            async () =>
            {
                var now = await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
                return now.Any(one => one.Href == ruleSet.Href && one.UpdateType is not "delete");
            },
            cancellationToken
        );

    private Task DeleteListAsync(PceList list, CancellationToken cancellationToken) =>
        DeleteAsync(
            list.Href,
            list.Pending,
            async () =>
            {
                var now = await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false);
                return now.Any(one => one.Href == list.Href && one.Pending is not PendingUpdate.Delete);
            },
            cancellationToken
        );

    private async Task<bool> IsThereAsync(string rule, CancellationToken cancellationToken) =>
        await client.FindAsync(rule, PceJson.Default.DenyRuleWire, cancellationToken).ConfigureAwait(false) is { UpdateType: not "delete" };

    private async Task DeleteAsync(string href, PendingUpdate? pending, Func<Task<bool>> isThereStill, CancellationToken cancellationToken)
    {
        if (pending is PendingUpdate.Delete)
        {
            return;
        }

        await LostAnswers
            .SendAsync(left => client.DeleteAsync(href, left, cancellationToken), async _ => !await isThereStill().ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    private string NameOf(RuleSetWire ruleSet) => $"rule set '{client.Show(ruleSet.Name)}'";

    private string NameOf(PceList list) => $"IP list '{client.Show(list.Name)}'";
}
