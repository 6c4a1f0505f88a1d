using CsCheck;
using Shield.Console.Map;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.Tests.Map;

/// <summary>A small estate, and what a PCE may say of it.</summary>
internal static class MapWorld
{
    public static readonly Workload Good = new()
    {
        Href = "/orgs/1/workloads/1",
        Hostname = "web-1",
        IsManaged = true,
        EnforcementMode = "full",
        Online = true,
        Labels = [new LabelText("app", "shop"), new LabelText("env", "prod")],
        LabelHrefs = [],
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
        LastHeartbeat = World.Now - TimeSpan.FromMinutes(2),
        PolicyReceived = World.Now - TimeSpan.FromHours(2),
        PolicyApplied = World.Now - TimeSpan.FromHours(1),
        Health = [],
    };

    private static readonly Func<Workload, Workload>[] Kinds =
    [
        workload => workload,
        workload => workload,
        workload => workload with { EnforcementMode = "selective" },
        workload => workload with { EnforcementMode = "idle" },
        workload => workload with { Online = false },
        workload => workload with { OsId = "aix-powerpc-7.2" },
        workload => workload with { IsManaged = false },
        workload => workload with { Labels = null },
    ];

    private static Gen<Workload> Workload { get; } =
        from kind in Gen.OneOf(Kinds)
        from app in Gen.OneOf("shop", "billing", "\u202eshop<script>")
        select kind(Good with { Labels = [new LabelText("app", app), new LabelText("env", "prod")] });

    public static Gen<Estate> Estate { get; } =
        from workloads in Workload.Array[0, 6]
        from listens in Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true)))
        let named = workloads.Select((one, at) => one with { Href = $"/orgs/1/workloads/{at}", Hostname = $"host-{at}" }).ToList()
        select new Estate([.. named.Where(one => one.IsManaged is not false)], [.. named.Where(one => one.IsManaged is false)], listens);

    private static Gen<RuleCondition> Condition { get; } =
        Gen.Frequency((4, Gen.Const(RuleCondition.InForce)), (1, Gen.OneOf(RuleCondition.Disabled, RuleCondition.NotProvisioned)));

    private static Gen<RemoteFlow> Flow { get; } =
        from remote in Gen.OneOf("45.95.11.7", "45.95.11.9", "45.95.11.3", "2a0e:97c0::7", "84.115.23.190")
        from host in Gen.Int[0, 6]
        from connections in Gen.Long[0, 40]
        from isAllowed in Gen.Bool
        from hours in Gen.Int[0, 48]
        select new RemoteFlow(
            AddressRange.Parse(remote),
            $"/orgs/1/workloads/{host}",
            Direction.Inbound,
            443,
            connections,
            isAllowed,
            World.Now - TimeSpan.FromHours(hours + 1),
            World.Now - TimeSpan.FromHours(hours)
        );

    /// <summary>Any evidence, any lists, any rules, any workloads, any traffic; what a PCE answers, or none at all.</summary>
    public static Gen<PictureInput> Input { get; } =
        from ledger in World.LedgerContent
        from view in World.AnyView
        from inbound in Condition
        from outbound in Condition
        from estate in Estate
        from flows in Flow.Array[0, 8]
        from hasFlows in Gen.Bool
        from isReadable in Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false)))
        select InputOf(
            ledger,
            isReadable
                ? view with
                {
                    Rules =
                    [
                        new BlockingRule(ListPurpose.Inbound, inbound, "/r/1", null),
                        new BlockingRule(ListPurpose.Outbound, outbound, "/r/2", null),
                    ],
                }
                : null,
            estate
        ) with
        {
            Flows = hasFlows ? [.. flows] : null,
        };

    public static PictureInput InputOf(Core.Ledger.LedgerContent ledger, PceView? view, Estate? estate)
    {
        if (view is null)
        {
            return new PictureInput
            {
                Now = World.Now,
                Threats = [.. World.Decide(ledger).Select(Threat.WithoutPce)],
                Estate = estate,
                Unknown = ["The PCE could not be read."],
            };
        }

        var situation = World.SituationOf(ledger, view);
        return new PictureInput
        {
            Now = World.Now,
            Threats = [.. situation.Decided.Decisions.Select(new ThreatStates(situation.Plan, view).Of)],
            Lists = [.. situation.Plan.Lists.Select(list => list.Pair)],
            Rules = view.Rules,
            Estate = estate,
            Reach = estate is null ? [] : [.. ReachOf(estate, view)],
        };
    }

    private static IEnumerable<Reach> ReachOf(Estate estate, PceView view) =>
        from rule in view.Rules
        from family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 }
        select Reach.Of(estate.Managed, TermsOf(rule, family, estate), World.Now);

    public static BlockTerms TermsOf(BlockingRule rule, AddressFamily family, Estate estate) =>
        new()
        {
            Mode = PceMode.Deny,
            Direction = rule.Direction,
            Family = family,
            Rule = rule,
            Scope = [],
            PceListensOnly = estate.PceListensOnly,
        };
}
