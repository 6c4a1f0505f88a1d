using System.Net;
using Shield.Core.Addresses;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Pce;
using Shield.Pce.Proof;

namespace Shield.Cli.Work;

/// <summary>Asks the PCE itself what its active policy does with a listed address and one of the workloads (pce-api.md 9.1).</summary>
public sealed class Proving(PceClient client)
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
            if (workloads.OrderByDescending(workload => workload.EnforcementMode is "full").ThenByDescending(workload => workload.Online).FirstOrDefault() is not { } sample)
            {
                return null;
            }

            var contact = new Contact(IPAddress.Parse(AddressRange.Between(entry.First, entry.First, entry.Family).ToString()), sample.Href, rule.Direction, port ?? UsualPort, Tcp);
            var proof = await new PolicyCheck(client).AskAsync(contact, rule, cancellationToken);
            return proof is PolicyProof.NotAvailable ? null : new Proof(proof is PolicyProof.Blocked, sample.Hostname, contact);
        }
        catch (PceException failure) when (failure.Fault is PceFault.Forbidden or PceFault.Unreadable or PceFault.NotFound)
        {
            return null;
        }
    }
}

/// <param name="IsBlocked">Our rule is among the override-deny rules that the active policy has for the contact.</param>
/// <param name="Workload">Whom the contact was with.</param>
public sealed record Proof(bool IsBlocked, string Workload, Contact Contact)
{
    public string Detail => $"the PCE's own policy check, {Contact.Address} and {Workload}, TCP port {Contact.Port}: {(IsBlocked ? "our rule blocks it" : "our rule is not among those that apply (is the workload outside Pce:Scope?)")}";
}
