using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>Callers of an AWS API: they talked to AWS, not to a workload.</summary>
internal static class IamTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // On a threat list, Tor, or with a leaked key, which its rightful owner uses too.
        Row("CredentialAccess:IAMUser/CompromisedCredentials",                      AwsApiCall, [Hold],                              "api-caller",  Iam,     "all users of a leaked key, the rightful owner too"),
        Row("Recon:IAMUser/MaliciousIPCaller",                                      AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller",  Iam,     "caller on an AWS threat list"),
        Row("UnauthorizedAccess:IAMUser/MaliciousIPCaller",                         AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller",  Iam,     "caller on an AWS threat list"),
        Row("Recon:IAMUser/TorIPCaller",                                            AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",         Iam,     "Tor exit node"),
        Row("UnauthorizedAccess:IAMUser/TorIPCaller",                               AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",         Iam,     "Tor exit node"),
        Row("Recon:IAMUser/MaliciousIPCaller.Custom",                               AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",    Iam,     "caller on our own threat list"),
        Row("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",                  AwsApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",    Iam,     "caller on our own threat list"),

        // A distribution for tests, often our own tester's.
        Row("PenTest:IAMUser/KaliLinux",                                            AwsApiCall, [Hold],                              "tester",      Iam,     "caller on a test distribution, often our tester"),
        Row("PenTest:IAMUser/ParrotLinux",                                          AwsApiCall, [Hold],                              "tester",      Iam,     "caller on a test distribution, often our tester"),
        Row("PenTest:IAMUser/PentooLinux",                                          AwsApiCall, [Hold],                              "tester",      Iam,     "caller on a test distribution, often our tester"),

        // Credentials seen elsewhere, where "elsewhere" may be our own way out to the Internet or our hub account.
        Row("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", AwsApiCall, [Hold],                              "own-egress",  Iam,     "host outside AWS, or our own on-premises egress"),
        Row("UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS", AwsApiCall, [Hold],                              "own-egress",  Iam,     "host outside AWS, or our own on-premises egress"),
        Row("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",  AwsApiCall, [Hold],                              "aws-account", Iam,     "address or VPC endpoint of another AWS account, maybe our hub"),
        Row("UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.InsideAWS",  AwsApiCall, [Hold],                              "aws-account", Iam,     "address or VPC endpoint of another AWS account, maybe our hub"),

        // Unusual or unwise, and most often one of us.
        Row("CredentialAccess:IAMUser/AnomalousBehavior",                           AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("DefenseEvasion:IAMUser/AnomalousBehavior",                             AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("Discovery:IAMUser/AnomalousBehavior",                                  AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("Exfiltration:IAMUser/AnomalousBehavior",                               AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("Impact:IAMUser/AnomalousBehavior",                                     AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("Impact:IAMUser/AnomalousModelInvocation",                              AwsApiCall, [Ignore],                            "anomaly",     Ai,      "IAM identity that called the model, often our own app"),
        Row("Impact:IAMUser/CostHarvesting",                                        AwsApiCall, [Ignore],                            "anomaly",     Ai,      "IAM identity that called the model, often our own app"),
        Row("InitialAccess:IAMUser/AnomalousBehavior",                              AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("Persistence:IAMUser/AnomalousBehavior",                                AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("PrivilegeEscalation:IAMUser/AnomalousBehavior",                        AwsApiCall, [Ignore],                            "anomaly",     Iam,     "caller of an AWS API, often our own"),
        Row("UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",                     AwsApiCall, [Hold],                              "anomaly",     Iam,     "one of several logins; the rightful user is among them"),
        Row("DefenseEvasion:IAMUser/BedrockLoggingDisabled",                        AwsApiCall, [Ignore],                            "own-admin",   Iam,     "caller, often our own admin"),
        Row("Stealth:IAMUser/CloudTrailLoggingDisabled",                            AwsApiCall, [Ignore],                            "own-admin",   Iam,     "caller, often our own admin"),
        Row("Stealth:IAMUser/PasswordPolicyChange",                                 AwsApiCall, [Ignore],                            "own-admin",   Iam,     "caller, often our own admin"),
        Row("Impact:IAMUser/PromptInjection.Direct",                                AwsApiCall, [Ignore],                            "own-app",     Ai,      "our app passing on a prompt; not the attacker"),
        Row("Policy:IAMUser/RootCredentialUsage",                                   AwsApiCall, [Ignore],                            "policy",      Iam,     "our own root user"),
        Row("Policy:IAMUser/ShortTermRootCredentialUsage",                          AwsApiCall, [Ignore],                            "policy",      Iam,     "our own root user"),

        // GuardDuty sends these no more, or under another name; old exports still hold them.
        Old("Behavior:IAMUser/InstanceLaunchUnusual",                               AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Persistence:IAMUser/NetworkPermissions",                               AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Persistence:IAMUser/ResourcePermissions",                              AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Persistence:IAMUser/UserPermissions",                                  AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Policy:IAMUser/S3BlockPublicAccessDisabled",                           AwsApiCall, [Ignore],                            "own-admin",   S3,      "our own principal"),
        Old("PrivilegeEscalation:IAMUser/AdministrativePermissions",                AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Recon:IAMUser/NetworkPermissions",                                     AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Recon:IAMUser/ResourcePermissions",                                    AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Recon:IAMUser/UserPermissions",                                        AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("ResourceConsumption:IAMUser/ComputeResources",                         AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Stealth:IAMUser/LoggingConfigurationModified",                         AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("Stealth:IAMUser/S3ServerAccessLoggingDisabled",                        AwsApiCall, [Ignore],                            "own-admin",   S3,      "our own principal"),
        Old("UnauthorizedAccess:IAMUser/ConsoleLogin",                              AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller of an AWS API, often our own"),
        Old("UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration",            AwsApiCall, [Hold],                              "own-egress",  History, "host outside AWS, or our own on-premises egress"),
        Old("UnauthorizedAccess:IAMUser/UnusualASNCaller",                          AwsApiCall, [Ignore],                            "anomaly",     Retired, "caller from a new network"),
    ];
}
