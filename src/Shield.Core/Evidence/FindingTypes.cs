using System.Collections.Frozen;
using System.Collections.Immutable;
using static Shield.Core.Evidence.Condition;
using static Shield.Core.Evidence.Place;
using static Shield.Core.Evidence.RowVerdict;

namespace Shield.Core.Evidence;

/// <summary>
/// The table of finding types: the one place that says who is bad. AWS states facts, not verdicts; the verdicts are ours, each one read against
/// AWS's page of the type. To teach Shield a type, add a line.
/// </summary>
/// <remarks>
/// A role or a direction counts only where a row names it: AWS's own samples show <c>TARGET</c> where our host does the attacking
/// (Spambot), so they are no switch by themselves.
/// </remarks>
public static class FindingTypes
{
    public static ImmutableArray<FindingType> All { get; } =
    [
        // They attack us. Where AWS says that our host may be the attacker, the other side is its victim, and a missing role proves nothing.
        Row("Recon:EC2/PortProbeEMRUnprotectedPort",           PortProbe,         [BlockInbound],                                             "scanner",     Ec2,     "known scanner (several per finding)"),
        Row("Recon:EC2/PortProbeUnprotectedPort",              PortProbe,         [BlockInbound],                                             "scanner",     Ec2,     "known scanner (several per finding)"),
        Row("UnauthorizedAccess:EC2/RDPBruteForce",            NetworkConnection, [BlockInbound.If(Target, Inbound), Ignore.If(Actor), Hold], "brute-force", Ec2,     "TARGET: attacker; ACTOR: victim"),
        Row("UnauthorizedAccess:EC2/SSHBruteForce",            NetworkConnection, [BlockInbound.If(Target, Inbound), Ignore.If(Actor), Hold], "brute-force", Ec2,     "TARGET: attacker; ACTOR: victim; a bastion may be expected"),
        Row("Impact:EC2/WinRMBruteForce",                      NetworkConnection, [Ignore.If(Actor), Hold],                                   "brute-force", Ec2,     "ACTOR: victim; TARGET: attacker"),

        // Our host talks to them, and they are known to be bad: malware's masters, drop points, Tor, mining pools, the operator's own threat list.
        Row("Backdoor:EC2/C&CActivity.B",                      NetworkConnection, [BlockBoth],                                                "c2",          Ec2,     "command-and-control server"),
        Row("CryptoCurrency:EC2/BitcoinTool.B",                NetworkConnection, [BlockOutbound],                                            "crypto",      Ec2,     "crypto node or pool; AWS: may be expected use"),
        Row("Trojan:EC2/DropPoint",                            NetworkConnection, [BlockBoth],                                                "drop-point",  Ec2,     "drop point holding stolen data"),
        Row("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", NetworkConnection, [BlockBoth],                                                "own-list",    Ec2,     "address on our own threat list"),
        Row("UnauthorizedAccess:EC2/TorClient",                NetworkConnection, [BlockOutbound],                                            "tor",         Ec2,     "Tor guard or authority node"),
        Row("UnauthorizedAccess:EC2/TorRelay",                 NetworkConnection, [BlockOutbound.If(Outbound), Hold],                         "tor",         Ec2,     "Tor node; INBOUND may be any Tor user"),

        // Our host attacks them. The remote party is a victim, and often nobody we would ever want to lose: never blocked.
        Row("Backdoor:EC2/DenialOfService.Dns",                NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host (or DNS reflector)"),
        Row("Backdoor:EC2/DenialOfService.Tcp",                NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/DenialOfService.Udp",                NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/DenialOfService.UdpOnTcpPorts",      NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/DenialOfService.UnusualProtocol",    NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/Spambot",                            NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "mail server our host contacts: victim or own relay"),
        Row("Impact:EC2/MassIPScan",                           NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victims of our host"),
        Row("Impact:EC2/PortSweep",                            NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victims; only the latest one is shown"),
        Row("Recon:EC2/Portscan",                              NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "host our host scans; may be own scanner"),

        // Unusual is not malicious: a person looks.
        Row("Behavior:EC2/NetworkPortUnusual",                 NetworkConnection, [Hold],                                                     "anomaly",     Ec2,     "unknown; new port only"),
        Row("Behavior:EC2/TrafficVolumeUnusual",               NetworkConnection, [Hold],                                                     "anomaly",     Ec2,     "unknown; new volume only (backup, copy)"),

        // Our host is the problem; blocking the party would hit a service that others use too, or nobody.
        Row("DefenseEvasion:EC2/UnusualDNSResolver",           NetworkConnection, [Hold],                                                     "resolver",    Ec2,     "public DNS resolver"),
        Row("DefenseEvasion:EC2/UnusualDoHActivity",           NetworkConnection, [Hold],                                                     "resolver",    Ec2,     "public DoH server"),
        Row("DefenseEvasion:EC2/UnusualDoTActivity",           NetworkConnection, [Hold],                                                     "resolver",    Ec2,     "public DoT server"),
        Row("Trojan:EC2/BlackholeTraffic",                     NetworkConnection, [Hold],                                                     "sinkhole",    Ec2,     "black hole or sinkhole: no host or a defender"),

        // GuardDuty sends these no more; old exports still hold them.
        Row("Backdoor:EC2/XORDDOS",                            NetworkConnection, [Hold],                                                     "retired",     Retired, "XOR DDoS malware address"),
        Row("CryptoCurrency:EC2/BitcoinTool.A",                NetworkConnection, [Hold],                                                     "retired",     Retired, "mining pool"),
        Row("UnauthorizedAccess:EC2/TorIPCaller",              NetworkConnection, [Hold],                                                     "retired",     Retired, "Tor exit node that reached our host"),
    ];

    private static readonly FrozenDictionary<string, FindingType> ByName = All.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The row of a type, in the table's spelling: AWS's pages spell some names differently in places.</summary>
    /// <returns><see cref="FindingType.Unknown"/> where there is none.</returns>
    public static FindingType Find(string name) => ByName.GetValueOrDefault(name) ?? FindingType.Unknown(name);

    private const string Ec2 = "guardduty_finding-types-ec2";
    private const string Retired = "guardduty_finding-types-retired";

    private static FindingType Row(string name, Place place, ImmutableArray<RuleStep> rule, string reason, string page, string remoteParty) =>
        new(name, place, rule, reason, remoteParty, new Uri($"https://docs.aws.amazon.com/guardduty/latest/ug/{page}.html"));
}
