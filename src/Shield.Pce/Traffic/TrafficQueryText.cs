using System.Globalization;
using Shield.Core.Indicators;
using Shield.Pce.Wire;

namespace Shield.Pce.Traffic;

/// <summary>A question in the PCE's words.</summary>
internal static class TrafficQueryText
{
    /// <summary>Flows with any of these parties at either end, whatever the service and the decision.</summary>
    public static TrafficQueryBody Of(IReadOnlyCollection<Indicator> parties, TrafficQuestion question)
    {
        var addresses = parties.Where(party => !party.IsDomain).Select(party => new TrafficActorBody { IpAddress = party.ToString() });
        var names = parties.Where(party => party.IsDomain).Select(party => new TrafficActorBody { Fqdn = party.ToString() });
        TrafficActorBody[][] sources = [.. addresses.Select(Alone)];
        TrafficActorBody[][] destinations = [.. sources, .. names.Select(Alone)];

        // A side that includes nobody means everybody, so a question about names alone has to hold for both sides.
        return new TrafficQueryBody
        {
            QueryName = "GuardDuty Shield: who talked with a threat",
            StartDate = Time(question.Since),
            EndDate = Time(question.Until),
            SourcesDestinationsQueryOp = sources is [] ? "and" : "or",
            Sources = new TrafficSideBody { Include = sources, Exclude = [] },
            Destinations = new TrafficSideBody { Include = destinations, Exclude = [] },
            Services = new TrafficServicesBody { Include = [], Exclude = [] },
            PolicyDecisions = [],
            MaxResults = question.MostRows,
        };
    }

    private static TrafficActorBody[] Alone(TrafficActorBody actor) => [actor];

    private static string Time(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
