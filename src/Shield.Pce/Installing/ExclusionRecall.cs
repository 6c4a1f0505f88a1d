using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>
/// Finds out which rules <c>init</c> changed where history does not say it: the ledger was lost, or another <c>init</c> of the owner keeps
/// another one. Two things tell: a rule in whose draft one of our lists and Any changed places, and nothing else; and, where Any is to be
/// put back, a policy version of <c>init</c> that put our list in the place of Any.
/// </summary>
internal sealed class ExclusionRecall(PceClient client, string owner, Provisioning provisioning)
{
    /// <summary>At most so many policy versions of <c>init</c> are looked into, the newest first.</summary>
    private const int MostSteps = 20;

    private readonly ExclusionReader _rules = new(client, owner);

    /// <summary>
    /// The changes of the chosen rules that history does not know. Asks for no policy version where history knows every rule.
    /// </summary>
    /// <param name="state">What is there.</param>
    /// <param name="choice">The rules that the command was told of.</param>
    /// <param name="isUndo">Whether Any is to be put back.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<ImmutableArray<RuleChange>> RecallAsync(
        ExclusionState state,
        RuleChoice choice,
        bool isUndo,
        CancellationToken cancellationToken
    )
    {
        if (state.AnyHref is not { } any)
        {
            return [];
        }

        var unknown = (
            from set in state.RuleSets
            from rule in set.Rules
            let list = state.ListOf(rule.Direction)?.Href
            where list is not null && state.History.InPlaceOf(list, rule.Href, rule.Direction) is null
            let isAsked = choice.Includes(rule)
            // Another init, of which this ledger knows nothing, may have changed the rule set since we read it. Where this one was asked to
            // change the same rule, that change counts as ours.
            let isDrafted = rule.IsNarrowedInDraft ? isUndo || isAsked : set.Pending is PendingUpdate.Update && isAsked
            select (Rule: rule, IsDrafted: isDrafted, Change: Recalled(set, rule, any, list))
        ).ToLookup(one => one.IsDrafted);
        ImmutableArray<RuleChange> active = [.. unknown[false].Where(one => isUndo && one.Rule.UsedOurs).Select(one => one.Change)];
        return [.. unknown[true].Select(one => one.Change), .. await NarrowedByStepsAsync(active, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>
    /// Those of the changes that <c>init</c> of this owner made active. Its policy versions show that: the rule uses our list in one of
    /// them, and used Any in the version before.
    /// </summary>
    private async Task<ImmutableArray<RuleChange>> NarrowedByStepsAsync(
        ImmutableArray<RuleChange> changes,
        CancellationToken cancellationToken
    )
    {
        var found = ImmutableArray.CreateBuilder<RuleChange>();
        var steps = changes is [] ? [] : await provisioning.ReadStepsAsync(owner, cancellationToken).ConfigureAwait(false);
        foreach (var (version, before) in steps.Take(MostSteps))
        {
            if (changes.Length == found.Count)
            {
                break;
            }

            var old = await ReadRulesAsync(before, cancellationToken).ConfigureAwait(false);
            var made = await ReadRulesAsync(version, cancellationToken).ConfigureAwait(false);
            found.AddRange(
                changes
                    .Except(found)
                    .Where(change => Uses(made, change, change.To) && !Uses(old, change, change.To) && Uses(old, change, change.From))
            );
        }

        return found.ToImmutable();

        static bool Uses(ILookup<string, AnyRuleWire> rules, RuleChange change, string list)
        {
            var direction = change.List == Direction.Inbound.ToWord() ? Direction.Inbound : Direction.Outbound;
            return rules[change.Rule].Any(rule => RuleSide.Uses(rule, direction, list));
        }
    }

    /// <summary>By draft href; none where the PCE does not have that version any more.</summary>
    private async Task<ILookup<string, AnyRuleWire>> ReadRulesAsync(long version, CancellationToken cancellationToken)
    {
        AnyRuleSetWire[] sets;
        try
        {
            sets = await _rules.ReadRuleSetsAsync(version.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        }
        catch (PceException gone) when (gone.Fault is PceFault.NotFound)
        {
            sets = [];
        }

        return sets.SelectMany(set => set.Rules).ToLookup(rule => WireText.ToDraft(rule.Href));
    }

    private static RuleChange Recalled(RuleSetOfOthers set, RuleOfOthers rule, string any, string list) =>
        new()
        {
            Rule = rule.Href,
            RuleSet = set.Href,
            List = rule.Direction.ToWord(),
            From = any,
            To = list,
            Before = "[]",
            Trigger = "read from the PCE",
        };
}
