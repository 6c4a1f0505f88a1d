using System.Net;
using Shield.Core.Addresses;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce;
using Shield.Pce.Proof;

namespace Shield.Cli.Work;

/// <summary>Asks the PCE itself what its active policy does with a listed address and one of the workloads (pce-api.md 9.1).</summary>
public sealed class Proving(PceClient client, PceMode mode)
{
    private const int Tcp = 6;
    private const int UsualPort = 443;

    /// <returns>Null where the PCE does not offer the question, has no workload, or does not let this key ask.</returns>
    public async Task<Proof?> AskAsync(AddressRange entry, BlockingRule rule, int? port, CancellationToken cancellationToken)
    {
        try
        {
            var workloads = await new WorkloadReader(client).ReadManagedAsync(cancellationToken);
            // The one that most surely shows it; a workload outside Pce:Scope may say no for good reason, and the detail names it.
            if (workloads.OrderByDescending(workload => workload.EnforcementMode is "full").ThenByDescending(workload => workload.Online).FirstOrDefault() is not { } sample
                || (mode is PceMode.Exclusion && sample.EnforcementMode is not "full"))
            {
                return null;
            }

            var contact = new Contact(IPAddress.Parse(AddressRange.Between(entry.First, entry.First, entry.Family).ToString()), sample.Href, rule.Direction, port ?? UsualPort, Tcp);
            var check = new PolicyCheck(client);
            var proof = mode is PceMode.Deny ? await check.AskAsync(contact, rule, cancellationToken) : await check.AskExcludedAsync(contact, cancellationToken);
            return proof is PolicyProof.NotAvailable ? null : new Proof(proof is PolicyProof.Blocked, sample.Hostname, contact, mode);
        }
        catch (PceException failure) when (failure.Fault is PceFault.Forbidden or PceFault.Unreadable or PceFault.NotFound)
        {
            return null;
        }
    }
}

/// <param name="IsBlocked">Our rule is among the override-deny rules that the active policy has for the contact; in exclusion mode, it has no allow rule for it.</param>
/// <param name="Workload">Whom the contact was with.</param>
public sealed record Proof(bool IsBlocked, string Workload, Contact Contact, PceMode Mode)
{
    public string Detail => $"the PCE's own policy check, {Contact.Address} and {Workload}, TCP port {Contact.Port}: {Answer}";

    private string Answer => (Mode, IsBlocked) switch
    {
        (PceMode.Deny, true) => "our rule blocks it",
        (PceMode.Deny, false) => "our rule is not among those that apply (is the workload outside Pce:Scope?)",
        (_, true) => "no allow rule lets it through",
        (_, false) => "an allow rule lets it through that does not use our list",
    };
}
