using System.Collections.Immutable;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.Seeds;

/// <summary>
/// What the system itself makes: the Any list (docs/pce.md#5-ip-lists), All Services and the rule set Default (docs/pce.md#10-rules).
/// </summary>
internal static class EmptyPce
{
    public const string Any = "Any (0.0.0.0/0 and ::/0)";

    public static void Sow(Pce pce)
    {
        var system = new Stamp(pce.Now, Stamp.System);
        var any = new IpList
        {
            Id = pce.Policy.NextId("ip_lists"),
            Name = Any,
            Ranges = [IpListBody.Entry("0.0.0.0/0", null, null, false, "seed"), IpListBody.Entry("::/0", null, null, false, "seed")],
            Fqdns = [],
            Created = system,
            Updated = system,
        };
        var allServices = new Service
        {
            Id = pce.Policy.NextId("services"),
            Name = Service.AllServices,
            Ports = [new ServicePort(-1, null, null)],
            Created = system,
            Updated = system,
        };
        var ruleSet = new RuleSet
        {
            Id = pce.Policy.NextId("rule_sets"),
            Name = "Default",
            Scopes =
            [
                [],
            ],
            Rules =
            [
                new AllowRule
                {
                    Id = pce.Policy.NextId("sec_rules"),
                    Description = "Allow outbound connections",
                    Providers = [new Actor.OfIpList(any.Key)],
                    Consumers = [new Actor.AllWorkloads()],
                    IngressServices = [new ServiceUse.Named(allServices.Key)],
                    ResolveProvidersAs = ["workloads"],
                    ResolveConsumersAs = ["workloads"],
                    NetworkType = "all",
                    Created = system,
                    Updated = system,
                },
            ],
            Created = system,
            Updated = system,
        };
        var settings = new FirewallSettings
        {
            Id = FirewallSettings.TheKey.Id,
            Name = FirewallSettings.Segment,
            Created = system,
            Updated = system,
        };
        foreach (var made in ImmutableArray.Create<PolicyObject>(any, allServices, ruleSet, settings))
        {
            pce.Policy.Put(made);
        }

        pce.Policy.Provision([.. pce.Policy.Pending], message: null, affected: [], system);
    }
}
