using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Reading;
using Shield.Pce.Proof;

namespace Shield.Console.Map;

/// <summary>
/// Which pairs the PCE's policy check is asked about: those that no list of ours blocks, and of which traffic tells too little. What it
/// says of them is green, or stays grey.
/// </summary>
internal static class PolicyQuestions
{
    /// <summary>Each is one request.</summary>
    private const int Most = 24;

    private const int MostOfOneParty = 2;

    public static async Task<ImmutableArray<PolicyWord>> AskAsync(
        PictureInput input,
        PolicyCheck check,
        CancellationToken cancellationToken
    )
    {
        var words = ImmutableArray.CreateBuilder<PolicyWord>();
        try
        {
            foreach (var (party, contact) in Of(input))
            {
                if (await check.AllowsAsync(contact, cancellationToken) is not { } isAllowed)
                {
                    break;
                }

                words.Add(
                    new PolicyWord(
                        party,
                        contact.WorkloadHref,
                        isAllowed,
                        $"the PCE's policy check, {contact.Direction.ToWord()}, TCP port {contact.Port}: "
                            + (
                                isAllowed
                                    ? "an allow rule lets it through"
                                    : "no allow rule lets it through, or a deny rule stands against it"
                            )
                    )
                );
            }
        }
        catch (PceException)
        {
            // It is an experimental API: without its answers the pairs stay grey.
        }

        return words.ToImmutable();
    }

    /// <summary>Those first whose block ended last, then those that were seen last.</summary>
    private static IEnumerable<(Indicator Party, Contact Contact)> Of(PictureInput input)
    {
        var flows = (input.Flows ?? []).ToLookup(flow => new Indicator(flow.Remote));
        var some = input.Estate?.Managed.Where(workload => workload.EnforcementMode is "full").Take(1).ToList() ?? [];
        var decisions = input.Threats.ToDictionary(threat => threat.Decision.Indicator, threat => threat.Decision);
        return PictureOf
            .DecidedParties(input)
            .Where(party =>
                party.Blocked is Directions.None
                && party.State is EntryState.Ended or EntryState.Ignored or EntryState.Pending
                && party.Indicator is { IsDomain: false, Range.IsSingle: true }
                && (party.State is EntryState.Ended || flows[party.Indicator].Any())
            )
            .OrderByDescending(party => party.ChangedAt ?? DateTimeOffset.MinValue)
            .ThenByDescending(party => party.LastSeen ?? DateTimeOffset.MinValue)
            .SelectMany(party =>
            {
                var address = party.Indicator.Range.ToFirstAddress();
                var seen = flows[party.Indicator]
                    .OrderByDescending(flow => flow.Connections)
                    .DistinctBy(flow => flow.Workload)
                    .Select(flow => new Contact(address, flow.Workload, flow.Direction, flow.Port, Contact.Tcp))
                    .Take(MostOfOneParty)
                    .ToList();
                return seen is not []
                    ? seen.Select(contact => (party.Indicator, contact))
                    : some.Select(workload =>
                        (
                            party.Indicator,
                            new Contact(
                                address,
                                workload.Href,
                                Direction.Inbound,
                                ServicePort.Of(Direction.Inbound, decisions[party.Indicator].Sightings) ?? ServicePort.Usual,
                                Contact.Tcp
                            )
                        )
                    );
            })
            .Take(Most);
    }
}
