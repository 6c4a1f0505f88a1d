using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Parties at rest, and states of findings of which nothing else is alive: in partitions of their own, which no reconcile reads.
/// </summary>
/// <remarks>
/// Nothing here needs a transaction, since every step leaves a copy too many at worst, and copies merge into what they were. Whoever puts a
/// party to rest looks afterwards whether something of it is still alive, and whoever records a sighting looks afterwards whether its party
/// is at rest: of two at the same moment one sees the other, and wakes the party. Where a recorder is killed between the two, its party
/// lacks the story of its earlier returns until it rests again.
/// </remarks>
internal sealed class RestingItems(LedgerTable table, LedgerKeys keys, EvidenceKinds kinds)
{
    private const int AtOnce = 16;

    /// <returns>How many sightings are at rest now.</returns>
    public async Task<int> RestAsync(Forgettable what, CancellationToken cancellationToken)
    {
        var moved = 0;
        await Parallel.ForEachAsync(
            what.Sightings.GroupBy(sighting => sighting.Key.Indicator).Select(party => RestingParty.Of([.. party])),
            Options(cancellationToken),
            async (party, cancel) => Interlocked.Add(ref moved, await RestAsync(party, cancel) ? party.Sightings.Length : 0)
        );
        // What people did about a finding also counts under other accounts, whose key nobody could guess: it stays.
        ImmutableArray<FindingState> plain = [.. what.States.Where(state => state is { Archiving: null, Feedback: null })];
        await new MergedItems<FindingState>(table, kinds.RestingStates).RecordAsync(plain, cancellationToken);
        await new ItemForgetting<FindingState>(table, kinds.States).RunAsync(plain, cancellationToken);
        return moved;
    }

    /// <summary>Those of the parties that are at rest.</summary>
    public async Task<ImmutableArray<RestingParty>> ReadAsync(IEnumerable<Indicator> parties, CancellationToken cancellationToken)
    {
        var items = await table.GetAsync(parties.Select(keys.OfResting), cancellationToken);
        return [.. items.Values.Select(item => table.Read(item, kinds.Resting.ReadItem))];
    }

    /// <summary>States at rest of these findings.</summary>
    public async Task<ImmutableArray<FindingState>> ReadStatesAsync(IEnumerable<Sighting> sightings, CancellationToken cancellationToken)
    {
        var items = await table.GetAsync(sightings.Select(sighting => keys.OfResting(sighting.Key.Finding)), cancellationToken);
        return [.. items.Values.Select(item => table.Read(item, kinds.RestingStates.ReadItem))];
    }

    public async Task<(ImmutableArray<Sighting> Sightings, ImmutableArray<FindingState> States)> ReadAllAsync(
        CancellationToken cancellationToken
    )
    {
        var (parties, states) = (new ConcurrentBag<RestingParty>(), new ConcurrentBag<FindingState>());
        await Parallel.ForEachAsync(
            keys.RestingPartitions,
            Options(cancellationToken),
            async (partition, cancel) =>
            {
                await foreach (var item in table.QueryAsync(partition, SortRange.StartingWith(LedgerKeys.States), cancel))
                {
                    states.Add(table.Read(item, kinds.RestingStates.ReadItem));
                }

                await foreach (var item in table.QueryAsync(partition, SortRange.StartingWith(LedgerKeys.Parties), cancel))
                {
                    parties.Add(table.Read(item, kinds.Resting.ReadItem));
                }
            }
        );
        return ([.. parties.SelectMany(party => party.Sightings)], [.. states]);
    }

    /// <inheritdoc cref="ILedgerReader.ReadRestingAsync"/>
    public async Task<RestingPage> PageAsync(string? from, int most, CancellationToken cancellationToken)
    {
        var (first, sort) = PlaceOf(from);
        var parties = new List<RestingParty>();
        foreach (var (partition, number) in keys.RestingPartitions.Select((partition, number) => (partition, number)).Skip(first))
        {
            var range =
                number == first && sort is not null
                    ? SortRange.From(sort, LedgerKeys.PartiesEnd)
                    : SortRange.StartingWith(LedgerKeys.Parties);
            await foreach (var item in table.QueryAsync(partition, range, cancellationToken, pageSize: most + 1))
            {
                if (parties.Count == most)
                {
                    return await PageOfAsync(
                        parties,
                        $"{number.ToString(CultureInfo.InvariantCulture)} {item.Text("sk")}",
                        cancellationToken
                    );
                }

                parties.Add(table.Read(item, kinds.Resting.ReadItem));
            }
        }

        return await PageOfAsync(parties, next: null, cancellationToken);
    }

    public Task WakeAsync(IEnumerable<Indicator> parties, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            parties.Distinct(),
            Options(cancellationToken),
            async (party, cancel) =>
            {
                // Whoever puts it to rest meanwhile has seen the same, and wakes it, too.
                while (await table.GetAsync(keys.OfResting(party), cancel) is { } item && !await TryWakeAsync(item, cancel)) { }
            }
        );

    private async Task<RestingPage> PageOfAsync(List<RestingParty> parties, string? next, CancellationToken cancellationToken)
    {
        ImmutableArray<Sighting> sightings = [.. parties.SelectMany(party => party.Sightings)];
        return new RestingPage(sightings, await ReadStatesAsync(sightings, cancellationToken), next);
    }

    private static (int Partition, string? Sort) PlaceOf(string? from) =>
        from?.Split(' ', 2) is [var number, var sort]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? (partition, sort)
            : (0, null);

    private async Task<bool> RestAsync(RestingParty party, CancellationToken cancellationToken)
    {
        // A party of many hundred findings does not fit into an item: it stays where it is.
        if (
            Encoding.UTF8.GetByteCount(kinds.Resting.Write(party)) > MergedItems<RestingParty>.LongestText
            || !(await ReadAliveAsync(party.Indicator, cancellationToken)).ToHashSet().SetEquals(party.Sightings)
        )
        {
            return false;
        }

        await new MergedItems<RestingParty>(table, kinds.Resting).RecordAsync([party], cancellationToken);
        await new ItemForgetting<Sighting>(table, kinds.Sightings).RunAsync(party.Sightings, cancellationToken);
        if ((await ReadAliveAsync(party.Indicator, cancellationToken)).IsEmpty)
        {
            return true;
        }

        await WakeAsync([party.Indicator], cancellationToken);
        return false;
    }

    private async Task<ImmutableArray<Sighting>> ReadAliveAsync(Indicator party, CancellationToken cancellationToken)
    {
        var (partition, sort) = keys.SightingsOf(party);
        var alive = ImmutableArray.CreateBuilder<Sighting>();
        await foreach (var item in table.QueryAsync(partition, SortRange.StartingWith(sort), cancellationToken))
        {
            alive.Add(table.Read(item, kinds.Sightings.ReadItem));
        }

        return alive.DrainToImmutable();
    }

    /// <returns>False where somebody put more of it to rest meanwhile.</returns>
    private async Task<bool> TryWakeAsync(Item item, CancellationToken cancellationToken)
    {
        var party = table.Read(item, kinds.Resting.ReadItem);
        await WakeStatesAsync(await ReadStatesAsync(party.Sightings, cancellationToken), cancellationToken);
        await new MergedItems<Sighting>(table, kinds.Sightings).RecordAsync(party.Sightings, cancellationToken);
        return await table.DeleteAsync(ItemKey.Of(item), item.Text("json"), cancellationToken)
            || await table.GetAsync(ItemKey.Of(item), cancellationToken) is null;
    }

    private async Task WakeStatesAsync(ImmutableArray<FindingState> states, CancellationToken cancellationToken)
    {
        await new MergedItems<FindingState>(table, kinds.States).RecordAsync(states, cancellationToken);
        await new ItemForgetting<FindingState>(table, kinds.RestingStates).RunAsync(states, cancellationToken);
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}
