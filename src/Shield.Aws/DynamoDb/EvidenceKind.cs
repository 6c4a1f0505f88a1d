using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Aws.DynamoDb;

/// <summary>How one kind of evidence lies in an item, and how Core merges two of it.</summary>
internal sealed record EvidenceKind<T>
{
    public required Func<T, ItemKey> KeyOf { get; init; }

    public required Func<string, T> Read { get; init; }

    public required Func<T, string> Write { get; init; }

    public required Func<T, T, T> Merge { get; init; }

    /// <summary>From when on the table may forget the item by itself; null for never.</summary>
    public Func<T, DateTimeOffset?> ForgetAt { get; init; } = _ => null;

    public T ReadItem(Item item) => Read(item.Text("json"));

    public Item ToItem(T value, string json)
    {
        var item = KeyOf(value).ToItem();
        item["json"] = json.ToAttribute();
        if (ForgetAt(value) is { } time)
        {
            item["expires"] = time.ToUnixTimeSeconds().ToAttribute();
        }

        return item;
    }
}

internal sealed class EvidenceKinds(LedgerKeys keys, TimeSpan retention)
{
    public EvidenceKind<Sighting> Sightings { get; } =
        new()
        {
            KeyOf = sighting => keys.Of(sighting.Key),
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.SightingJson).ToSighting(),
            Write = sighting => LedgerJson.Write(SightingJson.Of(sighting), LedgerJson.Terse.SightingJson),
            Merge = (one, other) => one.Merge(other),
        };

    public EvidenceKind<FindingState> States { get; } =
        new()
        {
            KeyOf = state => keys.Of(state.Key),
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.FindingStateJson).ToState(),
            Write = state => LedgerJson.Write(FindingStateJson.Of(state), LedgerJson.Terse.FindingStateJson),
            Merge = (one, other) => one.Merge(other),
        };

    /// <summary>Nothing of it stands on the PCE and no act is about it, so nobody asks for it later than its last return counts.</summary>
    public EvidenceKind<RestingParty> Resting { get; } =
        new()
        {
            KeyOf = party => keys.OfResting(party.Indicator),
            Read = json => RestingParty.Of([.. LedgerJson.Read(json, LedgerJson.Terse.SightingJsonArray).Select(one => one.ToSighting())]),
            Write = party => LedgerJson.Write([.. party.Sightings.Select(SightingJson.Of)], LedgerJson.Terse.SightingJsonArray),
            Merge = (one, other) => one.Merge(other),
            ForgetAt = party => Later(party.Last, BlockLife.Longest + retention),
        };

    /// <summary>Of findings of which nothing else is alive.</summary>
    public EvidenceKind<FindingState> RestingStates { get; } =
        new()
        {
            KeyOf = state => keys.OfResting(state.Key),
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.FindingStateJson).ToState(),
            Write = state => LedgerJson.Write(FindingStateJson.Of(state), LedgerJson.Terse.FindingStateJson),
            Merge = (one, other) => one.Merge(other),
            ForgetAt = state => Later(state.Last, BlockLife.Longest + retention),
        };

    /// <summary>Its end depends on itself alone: it protects for 30 days after it was last seen, and nothing asks for it later.</summary>
    public EvidenceKind<OwnAddress> OwnAddresses { get; } =
        new()
        {
            KeyOf = own => keys.Of(own.Address),
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.OwnAddressJson).ToOwnAddress(),
            Write = own => LedgerJson.Write(OwnAddressJson.Of(own), LedgerJson.Terse.OwnAddressJson),
            Merge = (one, other) => one.Merge(other),
            ForgetAt = own => Later(own.LastSeen, OwnAddress.Life + retention),
        };

    /// <summary>As with own addresses; and nobody forgets these by hand.</summary>
    public EvidenceKind<OwnAddress> PceAddresses { get; } =
        new()
        {
            KeyOf = own => keys.OfPce(own.Address),
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.OwnAddressJson).ToOwnAddress(),
            Write = own => LedgerJson.Write(OwnAddressJson.Of(own), LedgerJson.Terse.OwnAddressJson),
            Merge = (one, other) => one.Merge(other),
            ForgetAt = own => Later(own.LastSeen, 2 * OwnAddress.Life),
        };

    /// <summary>As with own addresses: nothing asks for it any more once it is over and its entry has left the PCE.</summary>
    public EvidenceKind<Resolution> Resolutions { get; } =
        new()
        {
            KeyOf = resolution => keys.Of(resolution),
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.ResolutionJson).ToResolution(),
            Write = resolution => LedgerJson.Write(ResolutionJson.Of(resolution), LedgerJson.Terse.ResolutionJson),
            Merge = (one, other) => one.Merge(other),
            ForgetAt = resolution => Later(resolution.Until, Resolution.Memory),
        };

    public EvidenceKind<WorkloadsRead> Workloads { get; } =
        new()
        {
            KeyOf = _ => keys.Workloads,
            Read = json => LedgerJson.Read(json, LedgerJson.Terse.WorkloadsRead),
            Write = read => LedgerJson.Write(read, LedgerJson.Terse.WorkloadsRead),
            Merge = (one, other) => one.Merge(other),
        };

    // A finding may claim any date, the last one that there is too.
    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) =>
        time > DateTimeOffset.MaxValue - by ? DateTimeOffset.MaxValue : time + by;
}
