using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Proof;

namespace Shield.Operating.Reading;

/// <summary>What the PCE itself answers about one listed address and one workload.</summary>
/// <param name="IsBlocked">Deny mode: our rule is among the override-deny rules of the active policy for this connection. Exclusion mode:
/// the active policy has no allow rule for it.</param>
/// <param name="Workload">Whom the contact was with.</param>
public sealed record Proof(bool IsBlocked, Workload Workload, Contact Contact, PceMode Mode)
{
    public string Detail => $"the PCE's own policy check, {Contact.Direction.ToWord()}, {Way}, TCP port {Contact.Port}: {Answer}";

    private string Way =>
        Contact.Direction is Direction.Inbound ? $"{Contact.Address} to {Workload.Hostname}" : $"{Workload.Hostname} to {Contact.Address}";

    private string Answer =>
        (Mode, IsBlocked) switch
        {
            (PceMode.Deny, true) => "our rule blocks it",
            (PceMode.Deny, false) => "our rule is not among those that apply",
            (_, true) => "no allow rule lets it through",
            (_, false) => "an allow rule lets it through that does not use our list",
        };
}
