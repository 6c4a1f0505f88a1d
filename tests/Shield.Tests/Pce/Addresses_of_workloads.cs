using Shield.Pce.Proof;

namespace Shield.Tests.Pce;

public sealed class Addresses_of_workloads
{
    private static readonly DateTimeOffset Now = World.Now;

    [Fact]
    public void Are_the_public_ones_of_managed_workloads() =>
        Assert.Equal(
            ["45.95.11.9", "52.28.14.101", "2a05:d014:9da:8c10::50"],
            WorkloadAddresses
                .Of(
                    [
                        Host(
                            ["10.0.0.5", "45.95.11.9", "fe80::1%eth0", "nonsense", "2a05:d014:9da:8c10::50"],
                            publicAddress: "52.28.14.101"
                        ),
                        Host(["45.95.11.10"]) with
                        {
                            IsManaged = false,
                        },
                    ],
                    Now
                )
                .Select(own => own.Address)
                .Order()
                .Select(address => address.ToString())
        );

    [Fact]
    public void Are_as_old_as_the_last_that_was_heard_of_the_workload()
    {
        var heard = Now - TimeSpan.FromDays(40);
        Assert.Equal(heard, SeenOf(Host(["45.95.11.9"]) with { Online = false, LastHeartbeat = heard }));
        Assert.Equal(Now, SeenOf(Host(["45.95.11.9"]) with { Online = true, LastHeartbeat = heard }));
        Assert.Equal(Now, SeenOf(Host(["45.95.11.9"]) with { Online = null, LastHeartbeat = null }));
        Assert.Equal(Now, SeenOf(Host(["45.95.11.9"]) with { Online = false, LastHeartbeat = Now.AddDays(1) }));

        // Of two that had it the later one counts.
        Assert.Equal(
            Now,
            Assert
                .Single(
                    WorkloadAddresses.Of([Host(["45.95.11.9"]) with { Online = false, LastHeartbeat = heard }, Host(["45.95.11.9"])], Now)
                )
                .LastSeen
        );
    }

    private static DateTimeOffset SeenOf(Workload workload) => Assert.Single(WorkloadAddresses.Of([workload], Now)).LastSeen;

    private static Workload Host(string[] addresses, string? publicAddress = null) =>
        new()
        {
            Href = "/orgs/1/workloads/1",
            Hostname = "web-1",
            IsManaged = true,
            EnforcementMode = "full",
            Online = true,
            Labels = [],
            LabelHrefs = [],
            Interfaces = [.. addresses.Select(address => new WorkloadInterface("eth0", address))],
            PublicAddress = publicAddress,
            OsId = null,
            OsDetail = null,
            Firewall = FirewallPrimacy.Alone,
            VenStatus = null,
            VenType = null,
            AgentVersion = null,
            UpdateMode = null,
            SyncState = null,
            IsFirewallCurrent = null,
            LastHeartbeat = null,
            PolicyReceived = null,
            PolicyApplied = null,
            Health = null,
        };
}
