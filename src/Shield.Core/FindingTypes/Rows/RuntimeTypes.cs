using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>
/// Runtime Monitoring: a party only where the finding has an action; none of its own fields holds a remote address, and its texts are the
/// attacker's.
/// </summary>
internal static class RuntimeTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // Our host talks to them, and they are known to be bad.
        Row("Backdoor:Runtime/C&CActivity.B",                             NetworkConnection, [BlockBoth],                        "c2",         Runtime, "command-and-control server"),
        Row("Backdoor:Runtime/C&CActivity.B!DNS",                         DnsRequest,        [BlockOutbound],                    "c2-domain",  Runtime, "command-and-control domain (guarddutyc2activityb.com is AWS test)"),
        Row("Trojan:Runtime/DropPoint",                                   NetworkConnection, [BlockBoth],                        "drop-point", Runtime, "drop point holding stolen data"),
        Row("Trojan:Runtime/DropPoint!DNS",                               DnsRequest,        [BlockOutbound],                    "drop-point", Runtime, "drop-point domain"),
        Row("UnauthorizedAccess:Runtime/TorClient",                       NetworkConnection, [BlockOutbound],                    "tor",        Runtime, "Tor guard or authority node"),
        Row("UnauthorizedAccess:Runtime/TorRelay",                        NetworkConnection, [BlockOutbound.If(Outbound), Hold], "tor",        Runtime, "Tor node; INBOUND may be any Tor user"),
        Row("CryptoCurrency:Runtime/BitcoinTool.B",                       NetworkConnection, [BlockOutbound],                    "crypto",     Runtime, "crypto node or pool; AWS: may be expected use"),
        Row("CryptoCurrency:Runtime/BitcoinTool.B!DNS",                   DnsRequest,        [BlockOutbound],                    "crypto",     Runtime, "crypto domain; AWS: may be expected use"),
        Row("Impact:Runtime/BitcoinDomainRequest.Reputation",             DnsRequest,        [Hold],                             "crypto",     Runtime, "crypto domain by reputation score; AWS: may be expected use"),
        Row("Impact:Runtime/MaliciousDomainRequest.Reputation",           DnsRequest,        [BlockOutbound],                    "bad-domain", Runtime, "known malicious domain; may resolve to a sinkhole"),
        Row("Trojan:Runtime/DGADomainRequest.C!DNS",                      DnsRequest,        [BlockOutbound],                    "dga",        Runtime, "known DGA domain from AWS feed"),
        Row("Trojan:Runtime/DriveBySourceTraffic!DNS",                    DnsRequest,        [BlockOutbound],                    "drive-by",   Runtime, "drive-by download domain"),
        Row("Trojan:Runtime/PhishingDomainRequest!DNS",                   DnsRequest,        [BlockOutbound],                    "phishing",   Runtime, "phishing domain; may be one our host sets up"),

        // A guess, a defender, or nobody.
        Row("Impact:Runtime/AbusedDomainRequest.Reputation",              DnsRequest,        [Hold],                             "reputation", Runtime, "abused TLD, dynamic DNS or parked domain"),
        Row("Impact:Runtime/SuspiciousDomainRequest.Reputation",          DnsRequest,        [Hold],                             "reputation", Runtime, "new or unpopular domain; AWS could not tie it to a threat"),
        Row("Trojan:Runtime/BlackholeTraffic",                            NetworkConnection, [Hold],                             "sinkhole",   Runtime, "black hole or sinkhole"),
        Row("Trojan:Runtime/BlackholeTraffic!DNS",                        DnsRequest,        [Hold],                             "sinkhole",   Runtime, "domain that resolves to a black hole"),
        Row("UnauthorizedAccess:Runtime/MetadataDNSRebind",               DnsRequest,        [Hold],                             "imds",       Runtime, "domain that resolves to 169.254.169.254; some customers map it on purpose"),

        // What happened on the host itself. AWS names no party; should an action name one all the same, nobody has said that it is bad.
        Row("DefenseEvasion:Runtime/FilelessExecution",                   Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/KernelModuleLoaded",                  Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/ProcessInjection.Proc",               Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/ProcessInjection.Ptrace",             Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/ProcessInjection.VirtualMemoryWrite", Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/PtraceAntiDebugging",                 Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/SensitiveFileModified",               Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("DefenseEvasion:Runtime/SuspiciousCommand",                   Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Discovery:Runtime/SuspiciousCommand",                        Nowhere,           [Ignore],                           "no-remote",  Runtime, "none; command text is only an example"),
        Row("Execution:Runtime/MaliciousFileExecuted",                    Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Execution:Runtime/MaliciousFileExecuted.Custom",             Nowhere,           [Ignore],                           "no-remote",  Runtime, "none (file hash on our own list)"),
        Row("Execution:Runtime/NewBinaryExecuted",                        Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Execution:Runtime/NewLibraryLoaded",                         Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Execution:Runtime/ReverseShell",                             Nowhere,           [Hold],                             "no-remote",  Runtime, "shell peer, but no documented field names it"),
        Row("Execution:Runtime/SuspiciousCommand",                        Nowhere,           [Ignore],                           "no-remote",  Runtime, "none; command text is only an example"),
        Row("Execution:Runtime/SuspiciousShellCreated",                   Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Execution:Runtime/SuspiciousTool",                           Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Impact:Runtime/CryptoMinerExecuted",                         Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Persistence:Runtime/SensitiveFileModified",                  Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("Persistence:Runtime/SuspiciousCommand",                      Nowhere,           [Ignore],                           "no-remote",  Runtime, "none; command text is only an example"),
        Row("PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified",    Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("PrivilegeEscalation:Runtime/ContainerMountsHostDirectory",   Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("PrivilegeEscalation:Runtime/DockerSocketAccessed",           Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("PrivilegeEscalation:Runtime/ElevationToRoot",                Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("PrivilegeEscalation:Runtime/RuncContainerEscape",            Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("PrivilegeEscalation:Runtime/SensitiveFileModified",          Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
        Row("PrivilegeEscalation:Runtime/SuspiciousCommand",              Nowhere,           [Ignore],                           "no-remote",  Runtime, "none; command text is only an example"),
        Row("PrivilegeEscalation:Runtime/UserfaultfdUsage",               Nowhere,           [Ignore],                           "no-remote",  Runtime, "none"),
    ];
}
