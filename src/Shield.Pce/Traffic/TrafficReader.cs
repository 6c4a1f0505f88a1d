using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Traffic;

/// <summary>
/// Asks the PCE which workloads talked with some parties (docs/pce.md#21-traffic): a query is posted, looked at until it is completed,
/// downloaded and deleted. It writes no policy. Where the PCE does not answer, that is what is told of these parties, and why: it never
/// looks as if nobody had talked with them.
/// </summary>
public sealed class TrafficReader(PceClient client, TimeProvider clock)
{
    /// <summary>
    /// Parties of one query. No source names a limit; a body of so many stays below 20 kB, which any proxy lets through.
    /// </summary>
    private const int MostParties = 200;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PatienceOfDeletes = TimeSpan.FromSeconds(5);

    private readonly FlowReading _flows = new(client);

    private string Queries => $"{client.Organization}/traffic_flows/async_queries";

    /// <summary>Never throws a <see cref="PceException"/>: what the PCE refuses or does not answer in time is not known.</summary>
    public async Task<TrafficReading> ReadAsync(TrafficQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var end = new CancellationTokenSource(question.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var parties = ImmutableSortedDictionary.CreateBuilder<Indicator, PartyTraffic>();
        foreach (var chunk in Chunks(question.Parties))
        {
            foreach (var (party, traffic) in await AskAsync(chunk, question, either.Token, cancellationToken).ConfigureAwait(false))
            {
                parties[party] = traffic;
            }
        }

        return new TrafficReading
        {
            Since = question.Since,
            Until = question.Until,
            Parties = parties.ToImmutable(),
        };
    }

    /// <summary>
    /// Blocks, other ranges and names are asked about apart from addresses: whether a PCE takes them is not known, and one that refuses
    /// them has still answered about the addresses.
    /// </summary>
    private static IEnumerable<ImmutableArray<Indicator>> Chunks(ImmutableArray<Indicator> parties) =>
        parties
            .Distinct()
            .Order()
            .GroupBy(party => party.IsDomain ? (false, false) : (party.Range.IsBlock, party.Range.IsSingle))
            .SelectMany(alike => alike.Chunk(MostParties))
            .Select(chunk => chunk.ToImmutableArray());

    private async Task<IEnumerable<KeyValuePair<Indicator, PartyTraffic>>> AskAsync(
        ImmutableArray<Indicator> parties,
        TrafficQuestion question,
        CancellationToken end,
        CancellationToken cancellationToken
    )
    {
        var (flows, isCut, why) = ((ILookup<Indicator, Flow>?)null, false, "");
        try
        {
            end.ThrowIfCancellationRequested();
            (flows, isCut) = await FlowsAsync(parties, question, end).ConfigureAwait(false);
        }
        catch (PceException exception)
        {
            why = exception.Message;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            why = $"the PCE did not answer a query of its traffic in {question.Patience.TotalSeconds:0} s";
        }

        return parties.Select(party =>
            KeyValuePair.Create(
                party,
                flows is null ? new PartyTraffic { NotKnown = why } : new PartyTraffic { Flows = [.. flows[party]], IsCut = isCut }
            )
        );
    }

    private async Task<(ILookup<Indicator, Flow> Flows, bool IsCut)> FlowsAsync(
        ImmutableArray<Indicator> parties,
        TrafficQuestion question,
        CancellationToken end
    )
    {
        var query = await client
            .PostAsync(
                Queries,
                TrafficQueryText.Of(parties, question),
                PceJson.Default.TrafficQueryBody,
                PceJson.Default.TrafficQueryWire,
                PceClient.TimeOut,
                end
            )
            .ConfigureAwait(false);
        try
        {
            var done = await CompletedAsync(query, end).ConfigureAwait(false);
            var rows = await client
                .GetAsync(done.Result ?? $"{query.Href}/download", PceJson.Default.TrafficRowWireArray, end)
                .ConfigureAwait(false);
            return (
                rows.SelectMany(row => _flows.Of(row, parties)).ToLookup(flow => flow.Party),
                IsCut(done, Whole(done, rows).Length, question.MostRows)
            );
        }
        finally
        {
            await DeleteAsync(query.Href).ConfigureAwait(false);
        }
    }

    private async Task<TrafficQueryWire> CompletedAsync(TrafficQueryWire query, CancellationToken end)
    {
        var wait = TimeSpan.FromSeconds(0.25);
        while (query.Status is not "completed")
        {
            if (query.Status is not ("queued" or "working"))
            {
                throw client.Unreadable($"the query of traffic {query.Href} is {query.Status}");
            }

            await Task.Delay(wait, clock, end).ConfigureAwait(false);
            var (state, asked) = await client.LookAsync(query.Href, PceJson.Default.TrafficQueryWire, end).ConfigureAwait(false);

            // Where it is does not change with how far it is.
            query = state with
            {
                Href = query.Href,
            };
            wait = Bounded(asked ?? wait * 2);
        }

        return query;
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < LongestWait ? wait : LongestWait;

    /// <summary>Law 2: a download that was cut on its way is no answer.</summary>
    private TrafficRowWire[] Whole(TrafficQueryWire done, TrafficRowWire[] rows) =>
        done.FlowsCount is { } told && told != rows.Length
            ? throw client.Unreadable($"the query of traffic {done.Href} has {told} rows, and {rows.Length} came")
            : rows;

    // Rows that this key may not see count as matches, too.
    private static bool IsCut(TrafficQueryWire done, int rows, int mostRows) =>
        rows >= mostRows || done.MatchesCount > rows || done.Regions?.Any(region => region.Responded is false) is true;

    /// <summary>
    /// Also for whoever cancelled: a PCE keeps the queries of each user, so they are not to pile up. One that could not be deleted is no
    /// reason to throw away its answer.
    /// </summary>
    private async Task DeleteAsync(string query)
    {
        using var soon = new CancellationTokenSource(PatienceOfDeletes, clock);
        try
        {
            await client.DeleteAsync(query, PatienceOfDeletes, soon.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PceException or OperationCanceledException)
        {
            // It stays there until the PCE forgets it.
        }
    }
}
