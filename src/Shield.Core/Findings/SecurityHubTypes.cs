using System.Collections.Frozen;
using Shield.Core.FindingTypes;

namespace Shield.Core.Findings;

/// <summary>Security Hub's spelling of a finding type → GuardDuty's.</summary>
/// <remarks>
/// Security Hub puts the type behind a category and changes some of its signs, but not always the same:
/// <c>TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce</c>, <c>TTPs/Discovery/RDS-TorIPCaller</c> (the purpose is in the category
/// only), <c>TTPs/PenTest:IAMUser/KaliLinux</c>, <c>TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver</c>,
/// <c>Software and Configuration Checks/Backdoor:EC2.C&amp;CActivity.B</c>. So types are compared by their letters and digits, which no two
/// types share. Of AWS's page "Integrating AWS Security Hub with GuardDuty" that leaves the exceptions below.
/// </remarks>
internal static class SecurityHubTypes
{
    private const int LongestType = 256;

    private static readonly (string SecurityHubs, string GuardDutys)[] Exceptions =
    [
        ("AnomalousBehavior/CredentialAccess:Kubernetes-SecretsAccessed", "CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed"),
        ("AnomalousBehavior/Discovery:Kubernetes-PermissionChecked", "Discovery:Kubernetes/AnomalousBehavior.PermissionChecked"),
        ("AnomalousBehavior/Execution:Kubernetes-ExecInPod", "Execution:Kubernetes/AnomalousBehavior.ExecInPod"),
        ("AnomalousBehavior/Execution:Kubernetes-WorkloadDeployed", "Execution:Kubernetes/AnomalousBehavior.WorkloadDeployed"),
        (
            "AnomalousBehavior/Persistence:Kubernetes-WorkloadDeployed!ContainerWithSensitiveMount",
            "Persistence:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount"
        ),
        (
            "AnomalousBehavior/PrivilegeEscalation:Kubernetes-WorkloadDeployed!PrivilegedContainer",
            "PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!PrivilegedContainer"
        ),
        (
            "AnomalousBehavior/PrivilegeEscalation:Kubernetes-RoleBindingCreated",
            "PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleBindingCreated"
        ),
        ("AnomalousBehavior/PrivilegeEscalation:Kubernetes-RoleCreated", "PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleCreated"),
        ("Impact:Runtime-SuspiciousDomainRequest.Reputatio", "Impact:Runtime/SuspiciousDomainRequest.Reputation"),
    ];

    private static readonly FrozenDictionary<string, string> BySigns = TypeTable
        .All.Select(type => (SecurityHubs: type.Name, GuardDutys: type.Name))
        .Concat(Exceptions)
        .ToFrozenDictionary(pair => SignsOf(pair.SecurityHubs), pair => pair.GuardDutys, StringComparer.Ordinal);

    /// <param name="types">Of one finding: the same type in several categories.</param>
    /// <returns>GuardDuty's spelling; of a type that is not known, what stands behind the category; null where there is none.</returns>
    public static string? Find(IEnumerable<string> types)
    {
        string? first = null;
        foreach (var type in types)
        {
            var name = type.LastIndexOf('/') + 1;
            first ??= type[name..];

            // The name alone, then with what stands before it.
            for (
                var start = type.Length <= LongestType ? name : -1;
                start >= 0;
                start = start > 1 ? type.LastIndexOf('/', start - 2) + 1 : -1
            )
            {
                if (BySigns.TryGetValue(SignsOf(type.AsSpan(start)), out var known))
                {
                    return known;
                }
            }
        }

        return first;
    }

    private static string SignsOf(ReadOnlySpan<char> name)
    {
        Span<char> signs = stackalloc char[name.Length];
        var count = 0;
        foreach (var sign in name)
        {
            if (char.IsAsciiLetterOrDigit(sign))
            {
                signs[count++] = char.ToLowerInvariant(sign);
            }
        }

        return new string(signs[..count]);
    }
}
