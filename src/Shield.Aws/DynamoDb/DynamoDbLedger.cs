using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// The ledger in one table of DynamoDB (docs/dynamodb.md): what Core merges is merged by Core, and put back only where nobody else was
/// faster.
/// </summary>
/// <remarks>Every method throws <see cref="LedgerException"/> for a table that is missing, refused, throttled for long, or holds what this
/// version cannot have written.</remarks>
public sealed class DynamoDbLedger : ILedger, IAsyncDisposable
{
    private readonly IAmazonDynamoDB _client;
    private readonly LedgerKeys _keys;
    private readonly LedgerTable _table;
    private readonly EvidenceKinds _kinds;
    private readonly ContentReading _content;
    private readonly ActItems _acts;
    private readonly LeaseItem _lease;
    private readonly HistoryItems _history;
    private readonly KeptBackItem _keptBack;
    private readonly SchemaItem _schema;
    private readonly RestingItems _resting;
    private readonly UpkeepItem _upkeep;
    private readonly NoteItems _notes;

    /// <param name="client">Ends with the ledger. It repeats what was throttled or cut off.</param>
    /// <param name="place">Table and owner.</param>
    /// <param name="clock">For pauses between attempts, and for nothing else.</param>
    /// <param name="jitter">0 to 1, a new number each time.</param>
    public DynamoDbLedger(IAmazonDynamoDB client, LedgerPlace place, TimeProvider clock, Func<double> jitter)
    {
        _keys = new LedgerKeys(place.Owner);
        _client = client;
        _schema = new SchemaItem(new LedgerTable(client, place.Table, clock, jitter), _keys);
        _table = new LedgerTable(client, place.Table, clock, jitter, _schema.CheckAsync);
        _kinds = new EvidenceKinds(_keys, place.Retention);
        _acts = new ActItems(_table, _keys);
        _resting = new RestingItems(_table, _keys, _kinds);
        _upkeep = new UpkeepItem(_table, _keys);
        _notes = new NoteItems(_table, _keys);
        _content = new ContentReading(_table, _keys, _kinds, _acts, _resting);
        _lease = new LeaseItem(_table, _keys.Lease);
        _history = new HistoryItems(_table, _keys, _lease);
        _keptBack = new KeptBackItem(_table, _keys);
    }

    /// <summary>With the credentials that AWS's SDK finds for itself. Asks the service nothing yet.</summary>
    /// <param name="region">Null for the one that the SDK finds for itself.</param>
    /// <param name="date">Told of AWS's clock by each answer; null where nobody asks.</param>
    /// <exception cref="LedgerException">It finds no region.</exception>
    public static DynamoDbLedger Connect(LedgerPlace place, string? region, TimeProvider clock, Func<double> jitter, AwsDate? date = null)
    {
        try
        {
            var client = new AmazonDynamoDBClient(new AmazonDynamoDBConfig().Patiently(region, AwsCall.Longest));
            date?.Watch(client);
            return new DynamoDbLedger(client, place, clock, jitter);
        }
        catch (AmazonClientException fault)
        {
            throw DynamoDbFault.ToLedgerException(fault, place.Table);
        }
    }

    public Task<LedgerContent> ReadAsync(EvidenceScope scope, CancellationToken cancellationToken) =>
        _content.ReadAsync(scope, cancellationToken);

    public Task<RestingPage> ReadRestingAsync(string? from, int most, CancellationToken cancellationToken) =>
        _resting.PageAsync(from, most, cancellationToken);

    public Task<UpkeepNote?> ReadUpkeepAsync(CancellationToken cancellationToken) => _upkeep.ReadAsync(cancellationToken);

    public async Task<int> RestAsync(Forgettable what, CancellationToken cancellationToken)
    {
        await _schema.NoteAsync(cancellationToken);
        return await _resting.RestAsync(what, cancellationToken);
    }

    public Task WakeAsync(IReadOnlyCollection<Indicator> parties, CancellationToken cancellationToken) =>
        _resting.WakeAsync(parties, cancellationToken);

    /// <summary>The table forgets by itself what is at rest: each item has an end (<c>expires</c>).</summary>
    public Task<int> ForgetRestingAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task NoteUpkeepAsync(UpkeepNote note, CancellationToken cancellationToken) => _upkeep.ReplaceAsync(note, cancellationToken);

    public Task<HistoryTail> ReadHistoryAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _history.ReadAsync(since, cancellationToken);

    public Task<KeptBackSet?> ReadKeptBackAsync(CancellationToken cancellationToken) => _keptBack.ReadAsync(cancellationToken);

    public Task<ImmutableArray<Note>> ReadNotesAsync(NoteKind kind, CancellationToken cancellationToken) =>
        _notes.ReadAsync(kind, cancellationToken);

    public async Task<bool> ReplaceNoteAsync(NoteKind kind, Note note, string? seen, CancellationToken cancellationToken)
    {
        await _schema.NoteAsync(cancellationToken);
        return await _notes.ReplaceAsync(kind, note, seen, cancellationToken);
    }

    public Task<LeaseState> ReadLeaseAsync(CancellationToken cancellationToken) => _lease.ReadAsync(cancellationToken);

    public Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken) =>
        new EvidenceBatch(_table, _kinds, _resting).RecordAsync(evidence, cancellationToken);

    public async Task<DateTimeOffset?> ReadWorkloadsReadAtAsync(CancellationToken cancellationToken) =>
        await _table.GetAsync(_keys.Workloads, cancellationToken) is { } item ? _table.Read(item, _kinds.Workloads.ReadItem).At : null;

    public async Task RecordWorkloadsAsync(IReadOnlyList<OwnAddress> own, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        await new MergedItems<OwnAddress>(_table, _kinds.OwnAddresses).RecordAsync(own, cancellationToken);
        await new MergedItems<WorkloadsRead>(_table, _kinds.Workloads).RecordAsync([new WorkloadsRead(readAt)], cancellationToken);
    }

    public Task RecordPceAddressesAsync(IReadOnlyList<OwnAddress> seen, CancellationToken cancellationToken) =>
        new MergedItems<OwnAddress>(_table, _kinds.PceAddresses).RecordAsync(seen, cancellationToken);

    public async Task RecordResolutionsAsync(IReadOnlyList<Resolution> told, CancellationToken cancellationToken)
    {
        await new MergedItems<Resolution>(_table, _kinds.Resolutions).RecordAsync(told, cancellationToken);
        await WakeAsync([.. told.Select(one => new Indicator(one.Address))], cancellationToken);
    }

    public async Task<int> ForgetAsync(Forgettable what, CancellationToken cancellationToken) =>
        await new ItemForgetting<Sighting>(_table, _kinds.Sightings).RunAsync(what.Sightings, cancellationToken)
        + await new ItemForgetting<FindingState>(_table, _kinds.States).RunAsync(what.States, cancellationToken)
        + await new ItemForgetting<OwnAddress>(_table, _kinds.OwnAddresses).RunAsync(what.OwnAddresses, cancellationToken);

    public async Task AppendAsync(IReadOnlyList<Act> acts, CancellationToken cancellationToken)
    {
        await _schema.NoteAsync(cancellationToken);
        await _acts.AppendAsync(acts, cancellationToken);
        await WakeAsync([.. acts.Select(act => act.Indicator).OfType<Indicator>()], cancellationToken);
    }

    public async Task<LeaseState?> TryTakeLeaseAsync(
        LeaseState seen,
        LeaseHolder holder,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        await _schema.NoteAsync(cancellationToken);
        // Whoever takes the lease is about to decide from acts: from then on they are a chain, also where nobody recorded one since an
        // older version.
        await _acts.BeginAsync(cancellationToken);
        return await _lease.TryTakeAsync(seen, holder, until, cancellationToken);
    }

    public Task<bool> RenewLeaseAsync(long fence, DateTimeOffset until, CancellationToken cancellationToken) =>
        _lease.RenewAsync(fence, until, cancellationToken);

    public Task<long> RaiseGenerationAsync(CancellationToken cancellationToken) => _lease.RaiseGenerationAsync(cancellationToken);

    public Task<bool> CompleteRoundAsync(long fence, long generation, string report, CancellationToken cancellationToken) =>
        _lease.CompleteRoundAsync(fence, generation, report, cancellationToken);

    public Task<bool> ReleaseLeaseAsync(long fence, long generation, CancellationToken cancellationToken) =>
        _lease.ReleaseAsync(fence, generation, cancellationToken);

    public Task AppendHistoryAsync(long fence, HistoryRecord record, Baseline? baseline, CancellationToken cancellationToken) =>
        _history.AppendAsync(fence, record, baseline, cancellationToken);

    public Task ReplaceKeptBackAsync(long fence, KeptBackSet keptBack, CancellationToken cancellationToken) =>
        _keptBack.ReplaceAsync(fence, keptBack, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
