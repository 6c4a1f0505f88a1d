using Shield.Core.Evidence;
using Shield.Core.FindingTypes;

namespace Shield.Operating.Reading;

/// <summary>
/// On which port to ask the PCE about a block: where the service is. If they called us, it is our port; if we called them, it is theirs.
/// </summary>
public static class ServicePort
{
    /// <summary>To ask about where no sighting tells.</summary>
    public const int Usual = 443;

    /// <summary>Of the newest sighting that tells. Null where none does.</summary>
    public static int? Of(Direction direction, IEnumerable<Sighting> sightings) =>
        sightings
            .OrderByDescending(sighting => sighting.LastSeen)
            .Select(sighting =>
                (direction, IsTheOtherWay(sighting, direction)) switch
                {
                    (_, true) => null,
                    (Direction.Inbound, _) => sighting.Latest.LocalPort,
                    _ => sighting.Latest.RemotePort,
                }
            )
            .FirstOrDefault(port => port is not null);

    /// <summary>
    /// Of a connection that went the other way, the port on this side was only lent for that one: an SSH client of ours has port 51544, and
    /// theirs is 22. Somebody who called us is also blocked outbound, and nobody knows on which port we would call him.
    /// </summary>
    private static bool IsTheOtherWay(Sighting sighting, Direction direction) =>
        sighting.Circumstances.All(seen =>
            seen.Direction == (direction is Direction.Inbound ? ConnectionDirection.Outbound : ConnectionDirection.Inbound)
        );
}
