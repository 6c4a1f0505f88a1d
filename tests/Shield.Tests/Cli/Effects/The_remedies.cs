using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Effects;
using Shield.Operating.Words;
using Shield.Tests.Cli.Words;

namespace Shield.Tests.Cli.Effects;

/// <summary>
/// A new code is entered here, in one of the two tables: whoever adds a reason decides whether a person can do something about it.
/// </summary>
public sealed class The_remedies
{
    private static readonly Dictionary<string, string> Known = new()
    {
        [ReasonCode.OverLimit] = "shield apply --accept-plan f00d",
        [ReasonCode.OverCapacity] = "Pce:MaxEntries",
        [ReasonCode.NotApplied] = "shield apply",
        [ReasonCode.DomainsOff] = "shield init --domains --apply",
        [ReasonCode.NotExpressible] = "Pce:Mode=deny",
        [ReasonCode.ForeignDraft] = "provision or revert that edit",
        [ReasonCode.ForeignExclusion] = "take that exclusion off our list",
        [ReasonCode.NeverBlockUnreadable] = "shield never-block list",
        [ReasonCode.TooBroad] = "a smaller range",
        [ReasonCode.Paused] = "the end of the pause",
        [PolicyFault.NotInitialised.ToWord()] = "shield init --apply",
        [PolicyFault.ListMissing.ToWord()] = "shield init --apply",
        ["rule-missing"] = "shield init --apply",
        ["rule-not-provisioned"] = "shield init --apply",
        ["rule-disabled"] = "enable rule and rule set",
        ["rule-misshapen"] = "put the rule right",
        ["rule-inverted"] = "take our list out of that rule",
        ["rule-pending-deletion"] = "revert the deletion",
    };

    /// <summary>Reasons of decisions, for which explain says what would change them, and such as end by themselves.</summary>
    private static readonly HashSet<string> None =
    [
        ReasonCode.Allowlisted,
        ReasonCode.OwnAddress,
        ReasonCode.Pce,
        ReasonCode.PublicResolver,
        ReasonCode.RootServer,
        ReasonCode.CloudService,
        ReasonCode.SpecialPurpose,
        ReasonCode.Multicast,
        ReasonCode.NotGlobalUnicast,
        ReasonCode.TestDomain,
        ReasonCode.Operator,
        ReasonCode.Suppressed,
        ReasonCode.Rejected,
        ReasonCode.RemovedByHand,
        ReasonCode.Accepted,
        ReasonCode.Sample,
        ReasonCode.Archived,
        ReasonCode.NotUseful,
        ReasonCode.Stale,
        ReasonCode.BelowSeverity,
        ReasonCode.UnknownType,
        ReasonCode.Victim,
        ReasonCode.RoleUnclear,
        ReasonCode.OtherDirection,
        ReasonCode.Observe,
        ReasonCode.Feed,
        ReasonCode.FeedOff,
        ReasonCode.FeedDropped,
        ReasonCode.Resolved,
        ReasonCode.ResolutionEnded,
        ReasonCode.FrontDoor,
        ReasonCode.OpenResolver,
        ReasonCode.Sinkhole,
        ReasonCode.TopSite,
        ReasonCode.Rentable,
        ReasonCode.Ask,
        ReasonCode.InUse,
        ReasonCode.TrafficUnknown,
        ReasonCode.PceRejected,
        ReasonCode.Replaced,
        ReasonCode.Summarised,
        ReasonCode.Displaced,
        PolicyFault.ModeMismatch.ToWord(),
        PolicyFault.TwoLists.ToWord(),
        PolicyFault.PendingDeletion.ToWord(),
        PolicyFault.Inverted.ToWord(),
        PolicyFault.TooBroad.ToWord(),
    ];

    [Fact]
    public void Are_decided_upon_for_every_code() =>
        Assert.Equal(
            ReasonCodes.Constants.Concat(ReasonCodes.Refusals).Concat(ReasonCodes.Rules).Distinct().Order(StringComparer.Ordinal),
            Known.Keys.Concat(None).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Say_what_a_person_can_do() =>
        Assert.All(Known, known => Assert.Contains(known.Value, Of(known.Key) ?? "nothing", StringComparison.Ordinal));

    [Fact]
    public void Are_none_where_a_person_can_only_wait() => Assert.All(None, reason => Assert.Null(Of(reason)));

    private static string? Of(string reason) => Remedies.Of(reason, PceMode.Deny, fingerprint: "f00d");
}
