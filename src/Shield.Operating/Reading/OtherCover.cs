using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Diagnosing;

namespace Shield.Operating.Reading;

/// <summary>
/// What of other people's still denies a party: their entries on our lists, and their lists, as far as an enabled deny rule uses them.
/// </summary>
public sealed class OtherCover(IPce pce, ListUseReader uses, PceOptions options)
{
    /// <summary>From the PCE as it is now.</summary>
    /// <exception cref="PceException">It cannot be read.</exception>
    public async Task<ImmutableArray<Cover>> ReadAsync(ImmutableArray<Indicator> parties, CancellationToken cancellationToken) =>
        await FindAsync(parties, await pce.ReadAsync(cancellationToken), cancellationToken);

    /// <summary>Asks the PCE once, for the rules; not at all where no entry of others covers the party.</summary>
    public Task<ImmutableArray<Cover>> FindAsync(Indicator party, PceView view, CancellationToken cancellationToken) =>
        FindAsync([party], view, cancellationToken);

    private async Task<ImmutableArray<Cover>> FindAsync(
        ImmutableArray<Indicator> parties,
        PceView view,
        CancellationToken cancellationToken
    )
    {
        var covering = parties
            .SelectMany(party => OtherEntry.Covering(party, view, options.OwnerId ?? "", options.Mode))
            .Distinct()
            .ToList();
        var elsewhere = covering.Where(entry => entry.OurRule is null).Select(entry => entry.Href).ToHashSet();
        var denying = elsewhere.Count is 0
            ? ImmutableDictionary<string, string>.Empty
            : await TryFindDenyingAsync(elsewhere, cancellationToken);
        return [.. covering.Select(entry => CoverOf(entry, denying)).OfType<Cover>()];
    }

    /// <summary>Null where the rules cannot be read.</summary>
    private async Task<ImmutableDictionary<string, string>?> TryFindDenyingAsync(HashSet<string> lists, CancellationToken cancellationToken)
    {
        try
        {
            return await uses.FindDenyingAsync(lists, cancellationToken);
        }
        catch (PceException)
        {
            return null;
        }
    }

    /// <summary>
    /// Null for a list that no enabled deny rule uses: it denies nobody. An entry that is a name is only told as one that may deny, because
    /// it is not known whether the PCE acts on names.
    /// </summary>
    private static Cover? CoverOf(OtherEntry entry, ImmutableDictionary<string, string>? denying)
    {
        var (isDenied, rule) = entry.OurRule is { } ours
            ? (ours.Condition is RuleCondition.InForce, ours.Detail ?? ours.Href)
            : (denying?.ContainsKey(entry.Href), denying?.GetValueOrDefault(entry.Href));
        return (isDenied, entry.What.IsDomain) switch
        {
            (true, false) => new Cover(entry.List, entry.Href, entry.What.ToString(), IsDenied: true, rule),
            (true, true) or (null, _) => new Cover(entry.List, entry.Href, entry.What.ToString(), IsDenied: false, rule),
            _ => null,
        };
    }
}
