using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Shield.Core.FindingTypes;

namespace Shield.Core.Evidence;

/// <summary>A new sighting has one source and one circumstance, and there are few different ones: sightings share these sets.</summary>
internal static class SetsOfOne
{
    private const int Sources = 64;
    private const Intelligence AnyIntelligence = Intelligence.MaliciousIp | Intelligence.TorIp | Intelligence.CryptominingIp;

    private static readonly ImmutableArray<ImmutableSortedSet<Circumstance>> OfCircumstances =
    [
        .. from role in Enum.GetValues<ResourceRole>()
        from direction in Enum.GetValues<ConnectionDirection>()
        from namedBy in Enumerable.Range(0, (int)AnyIntelligence + 1)
        from isSideUnclear in new[] { false, true }
        let one = new Circumstance(role, direction, (Intelligence)namedBy, isSideUnclear)
        orderby PlaceOf(one)
        select ImmutableSortedSet.Create(one),
    ];

    /// <summary>
    /// Each source has one place, and the newer of two with the same place stays. Threads may meet there: a place is one reference.
    /// </summary>
    private static readonly ImmutableSortedSet<string>?[] OfSources = new ImmutableSortedSet<string>?[Sources];

    public static ImmutableSortedSet<Circumstance> Of(Circumstance circumstance) => OfCircumstances[PlaceOf(circumstance)];

    // By reference: a source is the same string in many findings (RecurringTexts), and no hash of its text is needed then.
    public static ImmutableSortedSet<string> Of(string source)
    {
        ref var place = ref OfSources[RuntimeHelpers.GetHashCode(source) % Sources];
        return place is { } known && ReferenceEquals(known[0], source) ? known : place = ImmutableSortedSet.Create(source);
    }

    private static int PlaceOf(Circumstance one) =>
        ((((((int)one.Role * 3) + (int)one.Direction) * ((int)AnyIntelligence + 1)) + (int)one.NamedBy) * 2) + (one.IsSideUnclear ? 1 : 0);
}
