using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions;

/// <summary>What a block by evidence must pass: one that answers Hold leaves it to a person.</summary>
internal static class Gates
{
    /// <param name="soft">The soft never-block lists that hold it.</param>
    /// <param name="isHalved">Whether a block is made that a list without a hold makes half as long.</param>
    public static ImmutableArray<Check> Of(Indicator indicator, ImmutableArray<SoftMatch> soft, bool isHalved, DecisionContext context) =>
        [
            .. from kind in context
                .NeverBlock.Soft.SelectMany(source => source.Lists)
                .Concat(soft.Select(match => match.List))
                .Select(list => list.Kind)
                .Distinct()
                .Order()
            let match = soft.FirstOrDefault(match => match.List.Kind == kind)
            select new Check(
                kind.ToWord(),
                match is null ? null
                    : kind.IsHeld() ? Verdict.Hold
                    : Verdict.Block,
                match is null || kind.IsHeld() || !isHalved ? match?.Detail : $"{match.Detail}: half the life"
            ),
            new(
                WhyNoName(context) ?? ReasonCode.DomainsOff,
                indicator.IsDomain && WhyNoName(context) is not null ? Verdict.Hold : null,
                indicator.IsDomain ? "a name needs a list and a rule of its own" : null
            ),
            new(
                ReasonCode.TooBroad,
                !indicator.IsDomain && indicator.Range.IsWiderThan(context.Policy.WidestV4, context.Policy.WidestV6) ? Verdict.Hold : null,
                null
            ),
            .. context.Policy.HoldWhenAllowedTraffic > 0 ? [OfUse(indicator, context)] : ImmutableArray<Check>.Empty,
        ];

    /// <summary>The PCE is asked about whoever would newly be blocked, and about nobody else.</summary>
    private static Check OfUse(Indicator indicator, DecisionContext context)
    {
        var use = context.Uses.Of(indicator);
        var why = use?.WhyHeld(context.Policy.HoldWhenAllowedTraffic);
        return new Check(why ?? ReasonCode.InUse, why is null ? null : Verdict.Hold, use is null ? null : DetailOf(use));
    }

    private static string DetailOf(PartyUse use) =>
        use.NotKnown is { } notKnown
            ? string.Create(CultureInfo.InvariantCulture, $"{notKnown}, at {use.At:u}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(use.IsAtLeast ? "at least " : "")}{use.Workloads} of our workloads regularly talk to it, as the PCE told at {use.At:u}"
            );

    /// <summary>Not a gate of its own: what the autonomy of the accounts came to, for <c>explain</c>.</summary>
    public static Check Ask(ImmutableArray<Judgement> judged)
    {
        var asking = judged
            .Where(judgement => judgement is { Blocks: true, IsAsked: true })
            .Select(judgement => judgement.Sighting.Key.Finding.Account)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var isHeld = judged.All(judgement => !judgement.Blocks || judgement.IsAsked);
        return new Check(ReasonCode.Ask, isHeld ? Verdict.Hold : null, asking is [] ? null : $"account {string.Join(", ", asking)}");
    }

    /// <summary>Null where a name can be put on a list.</summary>
    public static string? WhyNoName(DecisionContext context) =>
        context.Domains switch
        {
            DomainSupport.On => null,
            DomainSupport.Off => ReasonCode.DomainsOff,
            _ => ReasonCode.NotExpressible,
        };
}
