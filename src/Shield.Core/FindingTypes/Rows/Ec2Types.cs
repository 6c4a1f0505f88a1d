using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>EC2 instances: what flow logs and DNS logs show.</summary>
internal static class Ec2Types
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // They attack us. Where AWS says that our host may be the attacker, the other side is its victim, and a missing role proves
        // nothing.
        Row("Recon:EC2/PortProbeEMRUnprotectedPort",           PortProbe,         [BlockInbound],                                             "scanner",     Ec2,     "known scanner (several per finding)"),
        Row("Recon:EC2/PortProbeUnprotectedPort",              PortProbe,         [BlockInbound],                                             "scanner",     Ec2,     "known scanner (several per finding)"),
        Row("Impact:EC2/WinRMBruteForce",                      NetworkConnection, [Ignore.If(Actor).Because("victim"), Hold],                "brute-force", Ec2,     "ACTOR: victim; TARGET: attacker"),
        Row("UnauthorizedAccess:EC2/RDPBruteForce",            NetworkConnection, [BlockInbound.If(Target, Inbound), Ignore.If(Actor).Because("victim"), Hold.Because("role-unclear")], "brute-force", Ec2,     "TARGET: attacker; ACTOR: victim"),
        Row("UnauthorizedAccess:EC2/SSHBruteForce",            NetworkConnection, [BlockInbound.If(Target, Inbound), Ignore.If(Actor).Because("victim"), Hold.Because("role-unclear")], "brute-force", Ec2,     "TARGET: attacker; ACTOR: victim; port 22 only; bastion may be expected"),

        // Our host talks to them, and they are known to be bad: malware's masters, drop points, Tor, mining pools, the operator's own
        // threat list.
        Row("Backdoor:EC2/C&CActivity.B",                      NetworkConnection, [BlockBoth],                                                "c2",          Ec2,     "command-and-control server"),
        Row("Backdoor:EC2/C&CActivity.B!DNS",                  DnsRequest,        [BlockOutbound],                                            "c2-domain",   Ec2,     "command-and-control domain (guarddutyc2activityb.com is AWS test)"),
        Row("Trojan:EC2/DropPoint",                            NetworkConnection, [BlockBoth],                                                "drop-point",  Ec2,     "drop point holding stolen data"),
        Row("Trojan:EC2/DropPoint!DNS",                        DnsRequest,        [BlockOutbound],                                            "drop-point",  Ec2,     "drop-point domain"),
        Row("UnauthorizedAccess:EC2/TorClient",                NetworkConnection, [BlockOutbound],                                            "tor",         Ec2,     "Tor guard or authority node"),
        Row("UnauthorizedAccess:EC2/TorRelay",                 NetworkConnection, [BlockOutbound.If(Outbound), Hold],                         "tor",         Ec2,     "Tor node; INBOUND may be any Tor user"),
        Row("CryptoCurrency:EC2/BitcoinTool.B",                NetworkConnection, [BlockOutbound],                                            "crypto",      Ec2,     "crypto node or pool; AWS: may be expected use"),
        Row("CryptoCurrency:EC2/BitcoinTool.B!DNS",            DnsRequest,        [BlockOutbound],                                            "crypto",      Ec2,     "crypto domain; AWS: may be expected use"),
        Row("Impact:EC2/BitcoinDomainRequest.Reputation",      DnsRequest,        [Hold],                                                     "crypto",      Ec2,     "crypto domain by reputation score; AWS: may be expected use"),
        Row("Impact:EC2/MaliciousDomainRequest.Custom",        DnsRequest,        [BlockOutbound],                                            "own-list",    Ec2,     "domain on our own threat entity list"),
        Row("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", NetworkConnection, [BlockBoth],                                                "own-list",    Ec2,     "address on our own threat list"),
        Row("Impact:EC2/MaliciousDomainRequest.Reputation",    DnsRequest,        [BlockOutbound],                                            "bad-domain",  Ec2,     "known malicious domain; may resolve to a sinkhole"),
        Row("Trojan:EC2/DGADomainRequest.C!DNS",               DnsRequest,        [BlockOutbound],                                            "dga",         Ec2,     "known DGA domain from AWS feed"),
        Row("Trojan:EC2/DriveBySourceTraffic!DNS",             DnsRequest,        [BlockOutbound],                                            "drive-by",    Ec2,     "drive-by download domain"),
        Row("Trojan:EC2/PhishingDomainRequest!DNS",            DnsRequest,        [BlockOutbound],                                            "phishing",    Ec2,     "phishing domain; may be one our host sets up"),

        // Our host attacks them. The remote party is a victim, and often nobody we would ever want to lose: never blocked.
        Row("Backdoor:EC2/DenialOfService.Dns",                NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host (or DNS reflector)"),
        Row("Backdoor:EC2/DenialOfService.Tcp",                NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/DenialOfService.Udp",                NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/DenialOfService.UdpOnTcpPorts",      NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/DenialOfService.UnusualProtocol",    NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victim of our host"),
        Row("Backdoor:EC2/Spambot",                            NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "mail server our host contacts: victim or own relay"),
        Row("Impact:EC2/PortSweep",                            NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victims; only the latest one is shown"),
        Row("Recon:EC2/Portscan",                              NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "host our host scans; may be own scanner"),

        // Unusual, or a guess, is not malicious: a person looks.
        Row("Behavior:EC2/NetworkPortUnusual",                 NetworkConnection, [Hold],                                                     "anomaly",     Ec2,     "unknown; new port only"),
        Row("Behavior:EC2/TrafficVolumeUnusual",               NetworkConnection, [Hold],                                                     "anomaly",     Ec2,     "unknown; new volume only (backup, copy)"),
        Row("Trojan:EC2/DGADomainRequest.B",                   DnsRequest,        [Hold],                                                     "heuristic",   Ec2,     "heuristic DGA guess, not from a feed"),
        Row("Impact:EC2/AbusedDomainRequest.Reputation",       DnsRequest,        [Hold],                                                     "reputation",  Ec2,     "abused TLD, dynamic DNS or parked domain"),
        Row("Impact:EC2/SuspiciousDomainRequest.Reputation",   DnsRequest,        [Hold],                                                     "reputation",  Ec2,     "new or unpopular domain; AWS could not tie it to a threat"),
        Row("Trojan:EC2/DNSDataExfiltration",                  DnsRequest,        [Hold],                                                     "dns-tunnel",  Ec2,     "tunnel domain; data leaves through the resolver, server not named"),

        // Our host is the problem; blocking the party would hit a service that others use too, a defender, or nobody.
        Row("DefenseEvasion:EC2/UnusualDNSResolver",           NetworkConnection, [Hold],                                                     "resolver",    Ec2,     "public DNS resolver"),
        Row("DefenseEvasion:EC2/UnusualDoHActivity",           NetworkConnection, [Hold],                                                     "resolver",    Ec2,     "public DoH server"),
        Row("DefenseEvasion:EC2/UnusualDoTActivity",           NetworkConnection, [Hold],                                                     "resolver",    Ec2,     "public DoT server"),
        Row("Trojan:EC2/BlackholeTraffic",                     NetworkConnection, [Hold],                                                     "sinkhole",    Ec2,     "black hole or sinkhole: no host or a defender"),
        Row("Trojan:EC2/BlackholeTraffic!DNS",                 DnsRequest,        [Hold],                                                     "sinkhole",    Ec2,     "domain that resolves to a black hole"),
        Row("UnauthorizedAccess:EC2/MetadataDNSRebind",        DnsRequest,        [Hold],                                                     "imds",        Ec2,     "domain that resolves to 169.254.169.254; some customers map it on purpose"),

        // GuardDuty sends these no more, or under another name; old exports still hold them.
        Old("Backdoor:EC2/XORDDOS",                            NetworkConnection, [Hold],                                                     "retired",     Retired, "XOR DDoS malware address"),
        Old("CryptoCurrency:EC2/BitcoinTool.A",                NetworkConnection, [Hold],                                                     "retired",     Retired, "mining pool"),
        Old("Impact:EC2/MassIPScan",                           NetworkConnection, [Ignore],                                                   "victim",      Ec2,     "victims of our host"),
        Old("UnauthorizedAccess:EC2/TorIPCaller",              NetworkConnection, [Hold],                                                     "retired",     Retired, "Tor exit node that reached our host"),
    ];
}
