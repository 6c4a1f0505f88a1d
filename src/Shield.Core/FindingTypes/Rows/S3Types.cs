using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>Callers of S3: they talked to AWS, not to a workload.</summary>
internal static class S3Types
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // On a threat list.
        Row("Discovery:S3/MaliciousIPCaller",                 AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", S3,      "caller on an AWS threat list"),
        Row("Exfiltration:S3/MaliciousIPCaller",              AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", S3,      "caller on an AWS threat list"),
        Row("Impact:S3/MaliciousIPCaller",                    AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", S3,      "caller on an AWS threat list"),
        Row("Discovery:S3/TorIPCaller",                       AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        S3,      "Tor exit node"),
        Row("UnauthorizedAccess:S3/TorIPCaller",              AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        S3,      "Tor exit node"),
        Row("Discovery:S3/MaliciousIPCaller.Custom",          AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   S3,      "caller on our own threat list"),
        Row("UnauthorizedAccess:S3/MaliciousIPCaller.Custom", AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   S3,      "caller on our own threat list"),

        // A distribution for tests, often our own tester's.
        Row("PenTest:S3/KaliLinux",                           AwsApiCall, [Hold],                              "tester",     S3,      "caller on a test distribution, often our tester"),
        Row("PenTest:S3/ParrotLinux",                         AwsApiCall, [Hold],                              "tester",     S3,      "caller on a test distribution, often our tester"),
        Row("PenTest:S3/PentooLinux",                         AwsApiCall, [Hold],                              "tester",     S3,      "caller on a test distribution, often our tester"),

        // Unusual or unwise, and most often one of us.
        Row("Discovery:S3/AnomalousBehavior",                 AwsApiCall, [Ignore],                            "anomaly",    S3,      "caller of S3, often our own"),
        Row("Exfiltration:S3/AnomalousBehavior",              AwsApiCall, [Ignore],                            "anomaly",    S3,      "caller of S3, often our own"),
        Row("Impact:S3/AnomalousBehavior.Delete",             AwsApiCall, [Ignore],                            "anomaly",    S3,      "caller of S3, often our own"),
        Row("Impact:S3/AnomalousBehavior.Permission",         AwsApiCall, [Ignore],                            "anomaly",    S3,      "caller of S3, often our own"),
        Row("Impact:S3/AnomalousBehavior.Write",              AwsApiCall, [Ignore],                            "anomaly",    S3,      "caller of S3, often our own"),
        Row("Policy:S3/AccountBlockPublicAccessDisabled",     AwsApiCall, [Ignore],                            "own-admin",  S3,      "our own principal that changed the bucket"),
        Row("Policy:S3/BucketAnonymousAccessGranted",         AwsApiCall, [Ignore],                            "own-admin",  S3,      "our own principal that changed the bucket"),
        Row("Policy:S3/BucketBlockPublicAccessDisabled",      AwsApiCall, [Ignore],                            "own-admin",  S3,      "our own principal that changed the bucket"),
        Row("Policy:S3/BucketPublicAccessGranted",            AwsApiCall, [Ignore],                            "own-admin",  S3,      "our own principal that changed the bucket"),
        Row("Stealth:S3/ServerAccessLoggingDisabled",         AwsApiCall, [Ignore],                            "own-admin",  S3,      "caller, often our own admin"),

        // GuardDuty sends these no more, or under another name; old exports still hold them.
        Old("Discovery:S3/BucketEnumeration.Unusual",         AwsApiCall, [Ignore],                            "anomaly",    Retired, "caller of S3, often our own"),
        Old("Exfiltration:S3/ObjectRead.Unusual",             AwsApiCall, [Ignore],                            "anomaly",    Retired, "caller of S3, often our own"),
        Old("Impact:S3/ObjectDelete.Unusual",                 AwsApiCall, [Ignore],                            "anomaly",    Retired, "caller of S3, often our own"),
        Old("Impact:S3/PermissionsModification.Unusual",      AwsApiCall, [Ignore],                            "anomaly",    Retired, "caller of S3, often our own"),
    ];
}
