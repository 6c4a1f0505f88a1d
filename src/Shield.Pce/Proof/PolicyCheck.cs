using System.Net;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Proof;

public enum PolicyProof
{
    /// <summary>The PCE does not offer the question: older than 25.2.10, or switched off.</summary>
    NotAvailable,

    /// <summary>
    /// The active policy lists our rule among the override-deny rules for that contact; in exclusion mode, no allow rule.
    /// </summary>
    Blocked,

    /// <summary>It answers otherwise.</summary>
    NotBlocked,
}

/// <summary>A contact between an address outside and a workload of ours.</summary>
/// <param name="Address">The party outside.</param>
/// <param name="WorkloadHref">The workload.</param>
/// <param name="Direction">Inbound: the party calls the workload.</param>
/// <param name="Port">Of the side that is called.</param>
/// <param name="Protocol">IANA's number: 6 TCP, 17 UDP.</param>
public sealed record Contact(IPAddress Address, string WorkloadHref, Direction Direction, int Port, int Protocol)
{
    public const int Tcp = 6;
}

/// <summary>
/// Asks the PCE itself what its active policy does with one contact (docs/pce.md#14-asking-the-policy; experimental there).
/// </summary>
public sealed class PolicyCheck(PceClient client)
{
    /// <param name="contact">Whom, with whom, how.</param>
    /// <param name="ourRule">The rule that should block it, as <see cref="PceView.Rules"/> has it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<PolicyProof> AskAsync(Contact contact, BlockingRule ourRule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ourRule);
        return await AskAsync(
                contact,
                answer => answer.OverrideDenyRules.Any(rule => WireText.ToDraft(rule.Href) == ourRule.Href),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Exclusion mode: blocked if no allow rule lets it through. Only workloads in full enforcement block by default
    /// (docs/pce.md#13-who-reaches-whom).
    /// </summary>
    public Task<PolicyProof> AskExcludedAsync(Contact contact, CancellationToken cancellationToken) =>
        AskAsync(contact, answer => answer.SecRules is [], cancellationToken);

    /// <summary>
    /// Whether the active policy lets a contact through: an allow rule is for it, and no override-deny rule is against it. An ordinary deny
    /// rule gives way to an allow rule (docs/pce.md#11-deny-rules).
    /// </summary>
    /// <returns>Null where the PCE does not offer the question.</returns>
    public async Task<bool?> AllowsAsync(Contact contact, CancellationToken cancellationToken) =>
        await FindAsync(contact, cancellationToken).ConfigureAwait(false) is { } answer
            ? answer is { SecRules: not [], OverrideDenyRules: [] }
            : null;

    private async Task<PolicyProof> AskAsync(Contact contact, Func<PolicyCheckWire, bool> isBlocked, CancellationToken cancellationToken) =>
        await FindAsync(contact, cancellationToken).ConfigureAwait(false) switch
        {
            null => PolicyProof.NotAvailable,
            var answer => isBlocked(answer) ? PolicyProof.Blocked : PolicyProof.NotBlocked,
        };

    private async Task<PolicyCheckWire?> FindAsync(Contact contact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contact);
        var (address, workload) = (Uri.EscapeDataString(contact.Address.ToString()), Uri.EscapeDataString(contact.WorkloadHref));
        var ends =
            contact.Direction is Direction.Inbound
                ? $"src_external_ip={address}&dst_workload={workload}"
                : $"src_workload={workload}&dst_external_ip={address}";
        try
        {
            return await client
                .GetAsync(
                    $"{client.Organization}/sec_policy/active/policy_check?{ends}&port={contact.Port}&protocol={contact.Protocol}",
                    PceJson.Default.PolicyCheckWire,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (PceException exception) when (exception.Fault is PceFault.NotFound or PceFault.Rejected)
        {
            return null;
        }
    }
}
