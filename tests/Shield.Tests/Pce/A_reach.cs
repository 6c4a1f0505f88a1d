using System.Collections.Immutable;
using CsCheck;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.Tests.Pce;

/// <summary>The law: a number is never better than what the PCE's fields prove.</summary>
public sealed class A_reach
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Workload Good = new()
    {
        Href = "/orgs/1/workloads/1",
        Hostname = "web-1",
        IsManaged = true,
        EnforcementMode = "full",
        Online = true,
        Labels = [new LabelText("env", "prod")],
        LabelHrefs = ["/l/prod"],
        Interfaces = [],
        OsId = "ubuntu-x86_64-jammy",
        OsDetail = "22.04",
        Firewall = FirewallPrimacy.Alone,
        VenStatus = "active",
        VenType = "server",
        AgentVersion = "25.2.20-1",
        UpdateMode = "adaptive",
        SyncState = "synced",
        IsFirewallCurrent = true,
        LastHeartbeat = Now - TimeSpan.FromMinutes(2),
        PolicyReceived = Now - TimeSpan.FromHours(2),
        PolicyApplied = Now - TimeSpan.FromHours(1),
        Health = [],
    };

    /// <summary>One field made worse, taken away or set to a word that nobody knows; and whose business it is.</summary>
    private sealed record Worsening(
        string Field,
        ReachReason Reason,
        Func<Workload, Workload> Apply,
        Func<BlockTerms, bool>? Matters = null
    );

    private static readonly Worsening[] Worsenings =
    [
        new("managed", ReachReason.Unknown, workload => workload with { IsManaged = null }),
        new("mode", ReachReason.Idle, workload => workload with { EnforcementMode = "idle" }),
        new("mode", ReachReason.VisibilityOnly, workload => workload with { EnforcementMode = "visibility_only" }),
        new(
            "mode",
            ReachReason.Selective,
            workload => workload with { EnforcementMode = "selective" },
            block => block is not { Mode: PceMode.Deny, Direction: Direction.Inbound, Family: AddressFamily.IPv4 }
        ),
        new("mode", ReachReason.Unknown, workload => workload with { EnforcementMode = null }),
        new("mode", ReachReason.Unknown, workload => workload with { EnforcementMode = "Full" }),
        new("online", ReachReason.Offline, workload => workload with { Online = false }),
        new("online", ReachReason.Unknown, workload => workload with { Online = null }),
        new("labels", ReachReason.OutOfScope, workload => workload with { Labels = [] }, HasScope),
        new("labels", ReachReason.OutOfScope, workload => workload with { Labels = [new LabelText("env", "test")] }, HasScope),
        new("labels", ReachReason.Unknown, workload => workload with { Labels = null }, HasScope),
        new("ven", ReachReason.Suspended, workload => workload with { VenStatus = "suspended" }),
        new("ven", ReachReason.Stopped, workload => workload with { VenStatus = "stopped" }),
        new("ven", ReachReason.Stopped, workload => workload with { VenStatus = "uninstalled" }),
        new("ven", ReachReason.Unknown, workload => workload with { VenStatus = null }),
        new("ven", ReachReason.Unknown, workload => workload with { VenStatus = "resting" }),
        new("type", ReachReason.Unknown, workload => workload with { VenType = null }),
        new("type", ReachReason.Unknown, workload => workload with { VenType = "endpoint" }),
        new("type", ReachReason.Unknown, workload => workload with { VenType = "containerized" }),
        new("version", ReachReason.TooOld, workload => workload with { AgentVersion = "22.2.9-1" }, IsDeny),
        new("version", ReachReason.Unknown, workload => workload with { AgentVersion = null }, IsDeny),
        new("version", ReachReason.Unknown, workload => workload with { AgentVersion = "newest" }, IsDeny),
        new("firewall", ReachReason.NotPrimary, workload => workload with { Firewall = FirewallPrimacy.Other }),
        new("firewall", ReachReason.Unknown, workload => workload with { Firewall = FirewallPrimacy.Unknown }),
        new("updates", ReachReason.Static, workload => workload with { UpdateMode = "static" }),
        new("updates", ReachReason.Unknown, workload => workload with { UpdateMode = null }),
        new("updates", ReachReason.Unknown, workload => workload with { UpdateMode = "lazy" }),
        new("state", ReachReason.Staged, workload => workload with { SyncState = "staged" }),
        new("state", ReachReason.Syncing, workload => workload with { SyncState = "syncing" }),
        new("state", ReachReason.Suspended, workload => workload with { SyncState = "suspended" }),
        new("state", ReachReason.Error, workload => workload with { SyncState = "error" }),
        new("state", ReachReason.Degraded, workload => workload with { SyncState = "warning" }),
        new("state", ReachReason.Unknown, workload => workload with { SyncState = null }),
        new("state", ReachReason.Unknown, workload => workload with { SyncState = "in doubt" }),
        new("current", ReachReason.Syncing, workload => workload with { IsFirewallCurrent = false }),
        new("current", ReachReason.Unknown, workload => workload with { IsFirewallCurrent = null }),
        new("heartbeat", ReachReason.Degraded, workload => workload with { LastHeartbeat = Now - TimeSpan.FromMinutes(16) }),
        new("heartbeat", ReachReason.Unknown, workload => workload with { LastHeartbeat = Now + TimeSpan.FromDays(1) }),
        new("heartbeat", ReachReason.Unknown, workload => workload with { LastHeartbeat = null }),
        new(
            "times",
            ReachReason.Syncing,
            workload => workload with { PolicyReceived = Now, PolicyApplied = Now - TimeSpan.FromSeconds(1) }
        ),
        new("times", ReachReason.Unknown, workload => workload with { PolicyReceived = null }),
        new("times", ReachReason.Unknown, workload => workload with { PolicyApplied = null }),
        new(
            "health",
            ReachReason.Error,
            workload =>
                workload with
                {
                    Health =
                    [
                        new AgentTrouble("agent.missed_heartbeats", "warning"),
                        new AgentTrouble("agent.policy_deploy_failed", "err"),
                    ],
                }
        ),
        new(
            "health",
            ReachReason.Degraded,
            workload => workload with { Health = [new AgentTrouble("agent.missed_heartbeats", "warning")] }
        ),
        new("health", ReachReason.Degraded, workload => workload with { Health = [new AgentTrouble("agent.something", null)] }),
        new("health", ReachReason.Unknown, workload => workload with { Health = null }),
        new("os", ReachReason.NoIpv6, workload => workload with { OsId = "aix-powerpc-7.2" }, IsIpv6),
        new("os", ReachReason.NoIpv6, workload => workload with { OsId = "solaris-sparc-11" }, IsIpv6),
        new("os", ReachReason.NoIpv6, workload => workload with { OsId = "rhel-x86_64", OsDetail = "2.6.18-434.el5" }, IsIpv6),
        new("os", ReachReason.Unknown, workload => workload with { OsId = "rhel-x86_64", OsDetail = null }, IsIpv6),
        new("os", ReachReason.Unknown, workload => workload with { OsId = null }, IsIpv6),
        new("os", ReachReason.Unknown, workload => workload with { OsId = "beos" }, IsIpv6),
    ];

    private static readonly BlockTerms[] AllBlocks =
    [
        .. from mode in new[] { PceMode.Deny, PceMode.Exclusion }
        from direction in new[] { Direction.Inbound, Direction.Outbound }
        from family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 }
        from scope in new ImmutableArray<LabelSet>[] { [], [new LabelSet([new LabelText("env", "prod")])] }
        select new BlockTerms
        {
            Mode = mode,
            Direction = direction,
            Family = family,
            Rule = new BlockingRule(direction.ToList(), RuleCondition.InForce, "/r", null),
            Scope = scope,
            PceListensOnly = false,
        },
    ];

    private static readonly Gen<BlockTerms> AnyBlock =
        from block in Gen.OneOf(AllBlocks)
        from condition in Gen.Frequency((6, Gen.Const(RuleCondition.InForce)), (1, Gen.Enum<RuleCondition>()))
        from isOpen in Gen.Frequency((6, Gen.Const(false)), (1, Gen.Const(true)))
        from listens in Gen.Frequency((6, Gen.Const(false)), (1, Gen.Const(true)))
        select block with
        {
            Rule = block.Rule with { Condition = condition, IsOpenElsewhere = isOpen },
            PceListensOnly = listens,
        };

    /// <summary>Good but for a few fields, or for none.</summary>
    private static readonly Gen<(Workload Workload, Worsening[] Made)> AnyWorkload =
        from made in Gen.OneOf(Worsenings).Array[0, 3]
        select (made.Aggregate(Good, (workload, worsening) => worsening.Apply(workload)), made);

    [Fact]
    public void Is_a_workload_of_which_every_field_is_good() =>
        Assert.All(AllBlocks, block => Assert.Null(Enforcement.Find(Good, block, Now)));

    [Fact]
    public void Is_lost_by_any_single_field_that_is_worse_missing_or_in_an_unknown_word()
    {
        foreach (var block in AllBlocks)
        {
            foreach (var worsening in Worsenings)
            {
                var obstacle = Enforcement.Find(worsening.Apply(Good), block, Now);
                ReachReason? expected = worsening.Matters?.Invoke(block) is false ? null : worsening.Reason;
                Assert.True(expected == obstacle?.Reason, $"{worsening.Field}: {expected} was expected and it is {obstacle} for {block}");
            }
        }
    }

    [Fact]
    public void Is_lost_by_a_rule_that_is_not_in_force_or_overruled_and_by_a_PCE_that_only_listens()
    {
        foreach (var block in AllBlocks)
        {
            Assert.All(
                Enum.GetValues<RuleCondition>().Where(condition => condition is not RuleCondition.InForce),
                condition => Assert.Equal(ReachReason.NoRule, Reason(block with { Rule = block.Rule with { Condition = condition } }))
            );
            Assert.Equal(ReachReason.OpenElsewhere, Reason(block with { Rule = block.Rule with { IsOpenElsewhere = true } }));
            Assert.Equal(ReachReason.ListenOnly, Reason(block with { PceListensOnly = true }));
        }

        static ReachReason? Reason(BlockTerms block) => Enforcement.Find(Good, block, Now)?.Reason;
    }

    /// <summary>The rule set on the PCE may have another scope than the settings say: what is in force decides.</summary>
    [Theory]
    [InlineData("env=prod", "/l/prod", null)]
    [InlineData("", "/l/prod", null)]
    [InlineData("", "", null)]
    [InlineData("env=prod", "/l/test", ReachReason.OutOfRuleScope)]
    [InlineData("", "/l/test", ReachReason.OutOfRuleScope)]
    [InlineData("env=test", "/l/test", ReachReason.OutOfScope)]
    [InlineData("env=test", "/l/prod", null)]
    [InlineData("env=test", "", null)]
    [InlineData("", "/l/prod /l/test", ReachReason.OutOfRuleScope)]
    [InlineData("", "/l/test|/l/prod", null)]
    [InlineData("", "-/l/prod", ReachReason.OutOfRuleScope)]
    [InlineData("", "-/l/test", null)]
    [InlineData("", "group:/g/1", ReachReason.Unknown)]
    [InlineData("", "group:/g/1|/l/prod", null)]
    [InlineData("", "group:/g/1 /l/test", ReachReason.OutOfRuleScope)]
    public void Is_for_whom_the_rule_set_is_on_the_PCE(string settings, string inForce, ReachReason? expected)
    {
        var scope = new RuleScope([
            .. inForce
                .Split('|')
                .Select(set => new ScopeSet([
                    .. set.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(label => new ScopeLabel(
                            label.TrimStart('-').Replace("group:", "", StringComparison.Ordinal),
                            IsGroup: label.StartsWith("group:", StringComparison.Ordinal),
                            IsLeftOut: label.StartsWith('-')
                        )),
                ])),
        ]);
        var block = AllBlocks[0] with
        {
            Scope = LabelSet.TryParse(settings, out var set, out _) ? [set] : [],
            Rule = AllBlocks[0].Rule with { Scope = scope },
        };

        Assert.Equal(expected, Enforcement.Find(Good, block, Now)?.Reason);
        Assert.Equal(
            scope.IsEverywhere ? null : ReachReason.Unknown,
            Enforcement.Find(Good with { LabelHrefs = null }, block, Now)?.Reason
        );
    }

    [Fact]
    public void Counts_a_workload_only_where_nothing_that_matters_is_amiss() =>
        Gen.Select(AnyWorkload, AnyBlock)
            .Sample(
                (any, block) =>
                {
                    var isProved =
                        block is { Rule: { Condition: RuleCondition.InForce, IsOpenElsewhere: false }, PceListensOnly: false }
                        && Prevailing(any.Made).All(worsening => worsening.Matters?.Invoke(block) is false);
                    // Two times that are each fine may be in the wrong order together, and a word may be mended by a later one: only one
                    // way holds
                    // always.
                    return isProved || Enforcement.Find(any.Workload, block, Now) is not null;
                }
            );

    [Fact]
    public void Never_grows_when_any_field_becomes_worse_missing_or_unknown() =>
        Gen.Select(AnyWorkload.Array[0, 6], AnyBlock, Gen.Int[0, 5], Gen.OneOf(Worsenings))
            .Sample(
                (any, block, index, worse) =>
                {
                    Workload[] before = [.. any.Select(each => each.Workload)];
                    Workload[] after =
                    [
                        .. before.Select(
                            (workload, at) =>
                                at == index && !any[at].Made.Any(made => made.Field == worse.Field) ? worse.Apply(workload) : workload
                        ),
                    ];
                    return Reach.Of(after, block, Now).Enforcing.Length <= Reach.Of(before, block, Now).Enforcing.Length;
                }
            );

    [Fact]
    public void Puts_every_workload_on_one_side() =>
        Gen.Select(AnyWorkload.Array[0, 6], AnyBlock)
            .Sample(
                (any, block) =>
                {
                    var reach = Reach.Of(any.Select(each => each.Workload), block, Now);
                    return reach.Enforcing.Length + reach.Others.Length == any.Length
                        && reach.Without([.. reach.Enforcing]).Enforcing.IsEmpty;
                }
            );

    /// <summary>Of several changes of one field the last.</summary>
    private static IEnumerable<Worsening> Prevailing(Worsening[] made) => made.Reverse().DistinctBy(worsening => worsening.Field);

    private static bool IsDeny(BlockTerms block) => block.Mode is PceMode.Deny;

    private static bool IsIpv6(BlockTerms block) => block.Family is AddressFamily.IPv6;

    private static bool HasScope(BlockTerms block) => IsDeny(block) && !block.Scope.IsEmpty;
}
