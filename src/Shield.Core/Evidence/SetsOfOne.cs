using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Shield.Core.Findings;

namespace Shield.Core.Evidence;

/// <summary>A new sighting has one source and one circumstance, and there are few different ones: sightings share these sets.</summary>
internal static class SetsOfOne
{
    private const int Sources = 64;

    private static readonly ImmutableArray<ImmutableSortedSet<Circumstance>> OfCircumstances =
    [
        .. from role in Enum.GetValues<ResourceRole>()
           from direction in Enum.GetValues<ConnectionDirection>()
           from isMaliciousIp in new[] { false, true }
           orderby PlaceOf(new Circumstance(role, direction, isMaliciousIp))
           select ImmutableSortedSet.Create(new Circumstance(role, direction, isMaliciousIp)),
    ];

    /// <summary>Each source has one place, and the newer of two with the same place stays. Threads may meet there: a place is one reference.</summary>
    private static readonly ImmutableSortedSet<string>?[] OfSources = new ImmutableSortedSet<string>?[Sources];

    public static ImmutableSortedSet<Circumstance> Of(Circumstance circumstance) => OfCircumstances[PlaceOf(circumstance)];

    // By reference: a source is the same string in many findings (RecurringTexts), and no hash of its text is needed then.
    public static ImmutableSortedSet<string> Of(string source)
    {
        ref var place = ref OfSources[RuntimeHelpers.GetHashCode(source) % Sources];
        return place is { } known && ReferenceEquals(known[0], source) ? known : place = ImmutableSortedSet.Create(source);
    }

    private static int PlaceOf(Circumstance one) => (((int)one.Role * 3) + (int)one.Direction) * 2 + (one.IsMaliciousIp ? 1 : 0);
}
