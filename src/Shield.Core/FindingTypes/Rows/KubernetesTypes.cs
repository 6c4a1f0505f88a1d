using System.Collections.Immutable;
using static Shield.Core.FindingTypes.Condition;
using static Shield.Core.FindingTypes.Place;
using static Shield.Core.FindingTypes.RowVerdict;
using static Shield.Core.FindingTypes.Rows.AwsPage;
using static Shield.Core.FindingTypes.Rows.TableRow;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>Callers of a cluster's API (EKS audit logs): they reach a control plane that AWS runs, not the nodes.</summary>
internal static class KubernetesTypes
{
    public static ImmutableArray<FindingType> Rows { get; } =
    [
        // On a threat list.
        Row("CredentialAccess:Kubernetes/MaliciousIPCaller",                                                 KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", Kubernetes, "caller on an AWS threat list"),
        Row("DefenseEvasion:Kubernetes/MaliciousIPCaller",                                                   KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", Kubernetes, "caller on an AWS threat list"),
        Row("Discovery:Kubernetes/MaliciousIPCaller",                                                        KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", Kubernetes, "caller on an AWS threat list (authenticated only)"),
        Row("Impact:Kubernetes/MaliciousIPCaller",                                                           KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", Kubernetes, "caller on an AWS threat list"),
        Row("Persistence:Kubernetes/MaliciousIPCaller",                                                      KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "api-caller", Kubernetes, "caller on an AWS threat list"),
        Row("CredentialAccess:Kubernetes/TorIPCaller",                                                       KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        Kubernetes, "Tor exit node"),
        Row("DefenseEvasion:Kubernetes/TorIPCaller",                                                         KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        Kubernetes, "Tor exit node"),
        Row("Discovery:Kubernetes/TorIPCaller",                                                              KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        Kubernetes, "Tor exit node"),
        Row("Impact:Kubernetes/TorIPCaller",                                                                 KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        Kubernetes, "Tor exit node"),
        Row("Persistence:Kubernetes/TorIPCaller",                                                            KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "tor",        Kubernetes, "Tor exit node"),
        Row("CredentialAccess:Kubernetes/MaliciousIPCaller.Custom",                                          KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   Kubernetes, "caller on our own threat list"),
        Row("DefenseEvasion:Kubernetes/MaliciousIPCaller.Custom",                                            KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   Kubernetes, "caller on our own threat list"),
        Row("Discovery:Kubernetes/MaliciousIPCaller.Custom",                                                 KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   Kubernetes, "caller on our own threat list"),
        Row("Impact:Kubernetes/MaliciousIPCaller.Custom",                                                    KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   Kubernetes, "caller on our own threat list"),
        Row("Persistence:Kubernetes/MaliciousIPCaller.Custom",                                               KubernetesApiCall, [BlockInbound.If(ApiCallers), Hold], "own-list",   Kubernetes, "caller on our own threat list"),

        // Nobody had to say who he is; he may be a load balancer of ours.
        Row("CredentialAccess:Kubernetes/SuccessfulAnonymousAccess",                                         KubernetesApiCall, [Hold],                              "no-intel",   Kubernetes, "unauthenticated caller, no threat intelligence; sourceIps may be in-VPC or a proxy"),
        Row("DefenseEvasion:Kubernetes/SuccessfulAnonymousAccess",                                           KubernetesApiCall, [Hold],                              "no-intel",   Kubernetes, "unauthenticated caller, no threat intelligence; sourceIps may be in-VPC or a proxy"),
        Row("Discovery:Kubernetes/SuccessfulAnonymousAccess",                                                KubernetesApiCall, [Hold],                              "no-intel",   Kubernetes, "unauthenticated caller, no threat intelligence; sourceIps may be in-VPC or a proxy"),
        Row("Impact:Kubernetes/SuccessfulAnonymousAccess",                                                   KubernetesApiCall, [Hold],                              "no-intel",   Kubernetes, "unauthenticated caller, no threat intelligence; sourceIps may be in-VPC or a proxy"),
        Row("Persistence:Kubernetes/SuccessfulAnonymousAccess",                                              KubernetesApiCall, [Hold],                              "no-intel",   Kubernetes, "unauthenticated caller, no threat intelligence; sourceIps may be in-VPC or a proxy"),

        // Users of the cluster, often our own.
        Row("CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed",                                 KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("Discovery:Kubernetes/AnomalousBehavior.PermissionChecked",                                      KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("Execution:Kubernetes/AnomalousBehavior.ExecInPod",                                              KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("Execution:Kubernetes/AnomalousBehavior.WorkloadDeployed",                                       KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("Persistence:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount",         KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleBindingCreated",                           KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleCreated",                                  KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!PrivilegedContainer",         KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("Execution:Kubernetes/ExecInKubeSystemPod",                                                      KubernetesApiCall, [Ignore],                            "own-admin",  Kubernetes, "cluster user, often our own; sourceIps may be in-VPC or a proxy"),
        Row("Policy:Kubernetes/AdminAccessToDefaultServiceAccount",                                          KubernetesApiCall, [Ignore],                            "own-admin",  Kubernetes, "our own user that made the change"),
        Row("Policy:Kubernetes/AnonymousAccessGranted",                                                      KubernetesApiCall, [Ignore],                            "own-admin",  Kubernetes, "our own user that made the change"),
        Row("Policy:Kubernetes/ExposedDashboard",                                                            KubernetesApiCall, [Ignore],                            "own-admin",  Kubernetes, "our own user that made the change"),
        Row("Policy:Kubernetes/KubeflowDashboardExposed",                                                    KubernetesApiCall, [Ignore],                            "own-admin",  Kubernetes, "our own user that made the change"),

        // GuardDuty sends these no more, or under another name; old exports still hold them.
        Old("Persistence:Kubernetes/ContainerWithSensitiveMount",                                            KubernetesApiCall, [Ignore],                            "own-admin",  Retired,    "cluster user, often our own"),
        Old("PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount", KubernetesApiCall, [Ignore],                            "anomaly",    Kubernetes, "cluster user, often our own"),
        Old("PrivilegeEscalation:Kubernetes/PrivilegedContainer",                                            KubernetesApiCall, [Ignore],                            "own-admin",  Retired,    "cluster user, often our own"),
    ];
}
