using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Seeds;

/// <summary>
/// The three-tier application, and beside it one more web host for each reason why an active block does nothing on a host
/// (docs/pce.md#17-blocks-that-do-nothing). All of them belong to the shop, whose rules let everybody in on port 443.
/// </summary>
internal static class MixedEstate
{
    private const string Shop = "shop.example";

    public static void Sow(Pce pce)
    {
        ThreeTierApplication.Sow(pce);
        var web = pce.Workloads.FindByHostname($"web-1.{Shop}")!;
        var frozen = pce.Labels.Add("loc", "change-freeze", null, null, web.Created).Id;
        pce.Policy.Put(
            FirewallSettings.Of(pce.Policy.Active) with
            {
                StaticScopes =
                [
                    [frozen],
                ],
                Updated = web.Created,
            }
        );
        pce.Policy.Provision([.. pce.Policy.Pending], "A place where policy waits", affected: [], web.Created);

        byte number = 40;
        Host("idle-1", host => host with { EnforcementMode = "idle" });
        Host("visibility-1", host => host with { EnforcementMode = "visibility_only" });
        Host("selective-1", host => host with { EnforcementMode = "selective" });
        Host("late-1", host => host with { Ven = new Ven { Lag = TimeSpan.FromMinutes(5) } });
        Host("static-1", host => host with { Labels = [.. host.Labels.Where(label => pce.Labels.Find(label)!.Key is not "loc"), frozen] });
        Host(
            "degraded-1",
            host =>
                host with
                {
                    Ven = new Ven
                    {
                        Silent = TimeSpan.FromMinutes(20),
                        Stuck = true,
                        Trouble = ("agent.missed_heartbeats", "warning"),
                    },
                }
        );
        Host("suspended-1", host => host with { Ven = new Ven { Status = "suspended" } });
        Host(
            "offline-1",
            host =>
                host with
                {
                    Online = false,
                    Ven = new Ven
                    {
                        Silent = TimeSpan.FromHours(3),
                        Stuck = true,
                        Trouble = ("agent.missed_heartbeats", "err"),
                    },
                }
        );
        Host(
            "error-1",
            host =>
                host with
                {
                    Ven = new Ven
                    {
                        Stuck = true,
                        SyncState = "error",
                        Trouble = ("agent.policy_deploy_failed", "err"),
                    },
                }
        );
        Host("coexisting-1", host => host with { Ven = new Ven { IllumioPrimary = false } });
        Host(
            "aix-1",
            host =>
                host with
                {
                    Interfaces = [.. host.Interfaces, new WorkloadInterface("en0", "2a05:d014:9da:8c10::50", 64, null, "up")],
                    Ven = new Ven
                    {
                        EnforcesIpv6 = false,
                        OsId = "aix-powerpc-7.2",
                        OsDetail = "AIX 7.2",
                    },
                }
        );
        Host("unmanaged-1", host => host with { Managed = false, EnforcementMode = "idle", Online = false });

        void Host(string name, Func<Workload, Workload> change) =>
            pce.Workloads.Put(
                change(
                    web with
                    {
                        Id = new Guid(0x5bd1e995, 0x20, 0x4a00, 0x80, 0, 0, 0, 0, 0, 0, ++number),
                        Name = name,
                        Hostname = $"{name}.{Shop}",
                        Interfaces = [new WorkloadInterface("eth0", $"10.20.4.{number}", 24, "10.20.4.1", "up")],
                        PublicIp = $"18.185.78.{number}",
                    }
                )
            );
    }
}
