using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>
/// What <c>init</c> does on a PCE in deny mode. It looks by our mark for two lists, a rule set and its two override-deny rules (with names:
/// three lists and rules), makes what is missing and provisions exactly that. It may be run again at any time, also after it broke off.
/// </summary>
public sealed class Installation(PceClient client, PceOptions options, TimeProvider clock)
{
    private readonly string _owner = options.OwnerId!;
    private readonly RuleReader _rules = new(client, options.OwnerId!);
    private readonly InstallationReader _reader = new(client, options);
    private readonly ListCreation _creation = new(client, new ListReader(client));
    private readonly Provisioning _provisioning = new(client, clock);

    /// <summary>What is there. Reads only.</summary>
    /// <param name="withDomains">Names are wanted as well; once their list is there they always are.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public Task<InstallationState> ReadAsync(bool withDomains, CancellationToken cancellationToken) =>
        _reader.ReadAsync(withDomains, cancellationToken);

    /// <summary>What is missing, or why nothing may be done.</summary>
    public static InstallationPlan Plan(InstallationState state) => InstallationPlanning.PlanFor(state, isMove: false, rescopes: false);

    /// <summary>The same, and our rule set gets the scope that is configured.</summary>
    public static InstallationPlan PlanScope(InstallationState state) => InstallationPlanning.PlanFor(state, isMove: false, rescopes: true);

    /// <summary>The same while lists of the other mode are on their way out.</summary>
    public static InstallationPlan PlanMove(InstallationState state) => InstallationPlanning.PlanFor(state, isMove: true, rescopes: false);

    /// <summary>The same for whoever holds no lease that would have to be renewed.</summary>
    /// <exception cref="InvalidOperationException">The plan is a refusal.</exception>
    public Task<InstallationResult> ApplyAsync(InstallationPlan plan, CancellationToken cancellationToken) =>
        ApplyAsync(plan, _ => Task.CompletedTask, cancellationToken);

    /// <summary>Makes what the plan says is missing, then makes exactly that active.</summary>
    /// <param name="plan">No refusal.</param>
    /// <param name="renew">Called before each write: renews the lease under which this works.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="InvalidOperationException">The plan is a refusal.</exception>
    public async Task<InstallationResult> ApplyAsync(
        InstallationPlan plan,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Detail);
        }

        if (plan.IsNothingToDo)
        {
            return new InstallationResult([], null);
        }

        var created = ImmutableArray.CreateBuilder<string>();
        try
        {
            var subset = await MakeAsync(plan, created, renew, cancellationToken).ConfigureAwait(false);
            var version = await _provisioning.ProvisionStepAsync(_owner, "init", subset, renew, cancellationToken).ConfigureAwait(false);
            return new InstallationResult(created.ToImmutable(), version);
        }
        catch (PceException failure) when (created.Count > 0 || failure.MayHaveHadEffect())
        {
            throw BrokenOff.At(failure, created);
        }
    }

    /// <returns>What is to be provisioned.</returns>
    private async Task<ChangeSubset> MakeAsync(
        InstallationPlan plan,
        ImmutableArray<string>.Builder created,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        await renew(cancellationToken).ConfigureAwait(false);
        var (ruleSet, isAlone) = plan.CreatesRuleSet
            ? await CreateRuleSetAsync(plan, created, cancellationToken).ConfigureAwait(false)
            : (plan.State.RuleSets[0].Href, plan.State.RuleSets[0].Pending is not PendingUpdate.Create && plan.UnfinishedLists is []);
        if (plan.State.HasDenyRules is null && !await _reader.AnswersDenyRulesAsync(ruleSet, cancellationToken).ConfigureAwait(false))
        {
            throw new PceException(
                PceFault.NotFound,
                $"{InstallationPlanning.NoDenyRules}. The draft rule set '{plan.RuleSetName}' was made and nothing was "
                    + "provisioned: delete it"
            );
        }

        if (plan.Rescopes)
        {
            await renew(cancellationToken).ConfigureAwait(false);
            var body = new RuleSetScopesBody(RuleShape.ToWire(plan.State.ConfiguredScope));
            await client
                .PutAsync(ruleSet, body, PceJson.Default.RuleSetScopesBody, PceClient.TimeOut, cancellationToken)
                .ConfigureAwait(false);
            created.Add(plan.ScopeText);
        }

        var lists = plan.State.Lists.ToDictionary(list => list.Mark, list => list.Href);
        foreach (var mark in plan.CreatesLists.Select(MarkOf))
        {
            await renew(cancellationToken).ConfigureAwait(false);
            var description = DescriptionOf(_owner, mark.Purpose);
            (lists[mark], var isMadeHere) = await _creation.CreateAsync(mark, description, cancellationToken).ConfigureAwait(false);
            isAlone &= isMadeHere;
            created.Add($"IP list '{InstallationPlan.ListNameFor(mark)}'");
        }

        // The PCE refuses a second list or rule set of the same name, but takes a second equal rule. So where another init of this owner is
        // at work, it is looked whether that made the rules already.
        var there = isAlone ? null : await client.GetAsync(ruleSet, PceJson.Default.RuleSetWire, cancellationToken).ConfigureAwait(false);
        var made = new Dictionary<ListPurpose, string>();
        foreach (var list in plan.CreatesRules.Where(list => LastingRules(there, list, lists[MarkOf(list)]) is []))
        {
            await renew(cancellationToken).ConfigureAwait(false);
            var services = plan.State.AllServicesHref!;
            var href = lists[MarkOf(list)];
            var (rule, isMadeHere) = await CreateRuleAsync(list, ruleSet, href, services, cancellationToken).ConfigureAwait(false);
            created.Add($"override-deny rule, {list.ToWord()}");
            if (isMadeHere)
            {
                made[list] = rule;
            }
        }

        if (made.Count > 0)
        {
            await RemoveTwinsAsync(ruleSet, made, lists, renew, cancellationToken).ConfigureAwait(false);
        }

        return SubsetOf(plan, ruleSet, lists);
    }

    /// <summary>
    /// Two <c>init</c> of one owner that share no ledger may have made the same rule at the same time. The oldest one stays: each
    /// <c>init</c> deletes the rule that it made itself if there is an older one, and no other rule.
    /// </summary>
    private async Task RemoveTwinsAsync(
        string ruleSet,
        Dictionary<ListPurpose, string> made,
        Dictionary<ListMark, string> lists,
        Func<CancellationToken, Task> renew,
        CancellationToken cancellationToken
    )
    {
        var now = await client.GetAsync(ruleSet, PceJson.Default.RuleSetWire, cancellationToken).ConfigureAwait(false);
        foreach (var (list, mine) in made)
        {
            // A PCE counts ids up, so the shortest and then lowest href is the oldest rule.
            var oldest = LastingRules(now, list, lists[MarkOf(list)])
                .Select(rule => WireText.ToDraft(rule.Href))
                .OrderBy(href => href.Length)
                .ThenBy(href => href, StringComparer.Ordinal)
                .FirstOrDefault(mine);
            if (oldest != mine)
            {
                await renew(cancellationToken).ConfigureAwait(false);
                await client.DeleteAsync(mine, PceClient.TimeOut, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ImmutableArray<DenyRuleWire> LastingRules(RuleSetWire? ruleSet, ListPurpose purpose, string list) =>
        [.. RuleShape.Using(ruleSet, purpose, list).Where(rule => WireText.Pending(rule.UpdateType) is not PendingUpdate.Delete)];

    private static ChangeSubset SubsetOf(InstallationPlan plan, string ruleSet, Dictionary<ListMark, string> lists)
    {
        string[] fresh =
        [
            .. plan.UnfinishedLists,
            .. plan.CreatesLists.Select(list => lists[new ListMark(plan.State.Owner, plan.State.Mode, list)]),
        ];
        return plan.ProvisionsRuleSet ? ChangeSubset.OfRuleSet(ruleSet, fresh) : ChangeSubset.OfLists(fresh[0], fresh[1..]);
    }

    private async Task<(string Href, bool IsMadeHere)> CreateRuleSetAsync(
        InstallationPlan plan,
        ImmutableArray<string>.Builder created,
        CancellationToken cancellationToken
    )
    {
        var body = new NewRuleSetBody
        {
            Name = plan.RuleSetName,
            Description =
                "Blocks the malicious parties that Amazon GuardDuty reports. Made and owned by GuardDuty Shield "
                + $"'{_owner}'. {plan.BreakGlass}",
            ExternalDataSet = ListMark.DataSet,
            ExternalDataReference = _rules.Mark,
            Enabled = true,
            Scopes = RuleShape.ToWire(plan.State.ConfiguredScope),
        };
        var path = $"{client.Organization}/sec_policy/draft/rule_sets";
        var made = await Once.CreateAsync(
                async () =>
                {
                    var answer = await client
                        .PostAsync(
                            path,
                            body,
                            PceJson.Default.NewRuleSetBody,
                            PceJson.Default.RuleSetWire,
                            PceClient.TimeOut,
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    return WireText.ToDraft(answer.Href);
                },
                async () =>
                {
                    var now = await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
                    return now.FirstOrDefault(ruleSet => ruleSet.UpdateType is not "delete") is { } there
                        ? WireText.ToDraft(there.Href)
                        : null;
                },
                taken => ExplainAsync(body.Name, taken, cancellationToken)
            )
            .ConfigureAwait(false);
        created.Add($"rule set '{body.Name}'");
        return made;
    }

    private async Task<PceException> ExplainAsync(string name, PceException taken, CancellationToken cancellationToken)
    {
        var path = $"{client.Organization}/sec_policy/draft/rule_sets?name={Uri.EscapeDataString(name)}";
        var rows = await client.GetAllAsync(path, PceJson.Default.RuleSetWireArray, cancellationToken).ConfigureAwait(false);
        var holder = rows.Where(row => row.Name == name)
            .Select(row => new NameHolder(
                row.Href,
                CreatedBy: null,
                row.ExternalDataSet == ListMark.DataSet && row.ExternalDataReference == _rules.Mark,
                row.UpdateType is "delete"
            ));
        return TakenName.Explain($"rule set '{name}'", holder.FirstOrDefault(), taken);
    }

    private static string DescriptionOf(string owner, ListPurpose list)
    {
        var whom = list is ListPurpose.Inbound ? "who is on it may not reach our workloads" : "our workloads may not reach who is on it";
        return $"Threat list, {list.ToWord()}: {whom}. Kept by GuardDuty Shield '{owner}'; entries added by hand stay. "
            + $"{InstallationPlan.BreakGlassFor(owner)}";
    }

    private async Task<(string Href, bool IsMadeHere)> CreateRuleAsync(
        ListPurpose purpose,
        string ruleSet,
        string list,
        string allServices,
        CancellationToken cancellationToken
    )
    {
        ActorWire[] workloads = [new ActorWire { Actors = RuleShape.AllWorkloads }];
        ActorWire[] listed = [new ActorWire { IpList = new HrefWire { Href = list } }];
        var body = new NewDenyRuleBody
        {
            Enabled = true,
            Override = true,
            Description = RuleMark.For(_owner, purpose, allServices),
            NetworkType = RuleShape.AllNetworks,
            Providers = purpose is ListPurpose.Inbound ? workloads : listed,
            Consumers = purpose is ListPurpose.Inbound ? listed : workloads,
            IngressServices = [new IngressServiceWire { Href = allServices }],
        };
        var path = $"{ruleSet}/deny_rules";
        return await Once.CreateAsync(
                async () =>
                {
                    var answer = await client
                        .PostAsync(
                            path,
                            body,
                            PceJson.Default.NewDenyRuleBody,
                            PceJson.Default.DenyRuleWire,
                            PceClient.TimeOut,
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    return WireText.ToDraft(answer.Href);
                },
                async () =>
                {
                    var now = await client.GetAsync(ruleSet, PceJson.Default.RuleSetWire, cancellationToken).ConfigureAwait(false);
                    return LastingRules(now, purpose, list).FirstOrDefault() is { } there ? WireText.ToDraft(there.Href) : null;
                },
                failure => Task.FromResult(failure)
            )
            .ConfigureAwait(false);
    }

    private ListMark MarkOf(ListPurpose list) => new(_owner, PceMode.Deny, list);
}
