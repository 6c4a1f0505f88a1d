using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Services;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Seeds;

/// <summary>
/// A shop: two web, two app and two database hosts in full enforcement. The website is open to Any on 443 and 22, as in an ordinary
/// deployment; inside, web reaches app on 8080 and app reaches the database on 5432. Other people made all of it.
/// </summary>
internal static class ThreeTierApplication
{
    private const string Operations = "/users/3";
    private const string Security = "/users/4";

    public static void Sow(Pce pce)
    {
        pce.People.Add(
            new Person
            {
                Href = Operations,
                Username = "operations@shop.example",
                FullName = "Shop Operations",
            }
        );
        pce.People.Add(
            new Person
            {
                Href = Security,
                Username = "security@shop.example",
                FullName = "Shop Security",
            }
        );
        var operations = new Stamp(pce.Now, Operations);
        long Label(string key, string value) => pce.Labels.Add(key, value, null, null, operations).Id;
        var (web, app, database) = (Label("role", "web"), Label("role", "app"), Label("role", "db"));
        long[] place = [Label("app", "shop"), Label("env", "prod"), Label("loc", "eu-central-1")];

        Host("web-1", 1, web, "10.20.1.11", "52.28.14.101", "2a05:d014:9da:8c10::11");
        Host("web-2", 2, web, "10.20.1.12", "52.28.14.102", "2a05:d014:9da:8c10::12");
        Host("app-1", 3, app, "10.20.2.21", "18.185.77.21", null);
        Host("app-2", 4, app, "10.20.2.22", "18.185.77.22", null);
        Host("db-1", 5, database, "10.20.3.31", "3.120.206.31", null);
        Host("db-2", 6, database, "10.20.3.32", "3.120.206.32", null);

        var security = new Stamp(pce.Now, Security);
        var any = new Actor.OfIpList(pce.Policy.Active.Values.Single(made => made.Name == EmptyPce.Any).Key);
        pce.Policy.Put(
            new RuleSet
            {
                Id = pce.Policy.NextId("rule_sets"),
                Name = "Shop | production",
                Scopes =
                [
                    [new ScopeLabel(new LabelChoice.One(place[0]), false), new ScopeLabel(new LabelChoice.One(place[1]), false)],
                ],
                Rules =
                [
                    Rule("The website, for everybody", any, web, 443),
                    Rule("Administration", any, web, 22),
                    Rule("Web to application", new Actor.OfLabels(new LabelChoice.One(web), false), app, 8080),
                    Rule("Application to database", new Actor.OfLabels(new LabelChoice.One(app), false), database, 5432),
                ],
                Created = security,
                Updated = security,
            }
        );
        PendingChange[] pending = [.. pce.Policy.Pending];
        pce.Policy.Provision(pending, "Shop goes live", Impact.Affected(pce, pending), security);
        ShopTraffic.Sow(pce);

        void Host(string name, byte number, long role, string address, string publicAddress, string? v6) =>
            pce.Workloads.Put(
                new Workload
                {
                    // The same in every run, so that recordings of one can be compared with another's.
                    Id = new Guid(0x5bd1e995, 0x20, 0x4a00, 0x80, 0, 0, 0, 0, 0, 0, number),
                    Name = name,
                    Hostname = $"{name}.shop.example",
                    Managed = true,
                    EnforcementMode = "full",
                    Labels = [role, .. place],
                    Interfaces =
                    [
                        new WorkloadInterface("eth0", address, 24, $"{address[..address.LastIndexOf('.')]}.1", "up"),
                        .. v6 is null ? Array.Empty<WorkloadInterface>() : [new WorkloadInterface("eth0", v6, 64, null, "up")],
                    ],
                    PublicIp = publicAddress,
                    Online = true,
                    Created = operations,
                    Updated = operations,
                }
            );

        AllowRule Rule(string description, Actor consumer, long provider, int port) =>
            new()
            {
                Id = pce.Policy.NextId("sec_rules"),
                Description = description,
                Providers = [new Actor.OfLabels(new LabelChoice.One(provider), false)],
                Consumers = [consumer],
                IngressServices = [new ServiceUse.Port(new ServicePort(6, port, null))],
                ResolveProvidersAs = ["workloads"],
                ResolveConsumersAs = ["workloads"],
                UnscopedConsumers = consumer is Actor.OfIpList,
                Created = security,
                Updated = security,
            };
    }
}
