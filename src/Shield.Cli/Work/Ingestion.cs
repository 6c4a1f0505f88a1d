using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shield.Cli.Effects;
using Shield.Cli.Faults;
using Shield.Cli.Output;
using Shield.Cli.Printing;
using Shield.Cli.Work.Sources;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Work;

/// <summary><c>ingest</c>: findings → evidence → ledger, in batches; a bad record or a missing file costs nothing else.</summary>
public sealed class Ingestion(ILedger ledger, int maxRecordBytes, TimeProvider clock, Action<string> note)
{
    /// <summary>One transaction, one fsync a batch; small enough that a crash re-reads little.</summary>
    private const int BatchSize = 500;

    /// <summary>The source of every sighting that a file brought.</summary>
    private const string FileSource = "file";

    /// <summary>So many are listed; the others are counted. A file that is no findings at all could have millions.</summary>
    private const int MostRejections = 10_000;

    private readonly List<FindingEvidence> _batch = new(BatchSize);
    private readonly List<(IFindingPlace Place, ReadSource Source)> _read = [];
    private readonly HashSet<Indicator> _indicators = [];
    private readonly ImmutableArray<RejectedRecord>.Builder _rejected = ImmutableArray.CreateBuilder<RejectedRecord>();
    private readonly List<RejectedRecord> _unread = [];
    private int _findings;
    private int _calls;
    private int _sightings;
    private int _duplicates;
    private int _notListed;
    private (int Findings, int Sightings, int Calls) _recorded;
    private bool _lacksAFile;

    /// <summary>What was read, as far as nobody has looked at its type yet.</summary>
    public UnknownTypes UnknownTypes { get; } = new();

    /// <summary>Findings that named nobody where their type does.</summary>
    public NamelessFindings Nameless { get; } = new();

    /// <summary>Hosts of ours that the input says attacked somebody.</summary>
    public AttackingHosts AttackingHosts { get; } = new();

    /// <summary>
    /// Of these that CloudTrail tells about: findings that were archived, taken out again, or given feedback. They are no findings, and are
    /// counted by themselves.
    /// </summary>
    public int Calls => _calls;

    /// <summary>
    /// How many findings, and calls about findings, stand in the ledger by now. Less than were read while a batch is being filled.
    /// </summary>
    public (int Findings, int Calls) Recorded => (_recorded.Findings, _recorded.Calls);

    /// <summary>Sources that could not be read, or not to their end. Each was said at once, in a line of its own.</summary>
    public IReadOnlyList<RejectedRecord> Unread => _unread;

    /// <summary>Null where nobody looks.</summary>
    public LiveLine? Progress { get; init; }

    /// <param name="places">Read one after the other, each once.</param>
    /// <param name="decide">What is decided afterwards.</param>
    /// <param name="reconcile">Null without <c>--apply</c>.</param>
    /// <param name="cancellationToken">Ends it between two records; whole batches stay recorded.</param>
    /// <exception cref="RecordedException">Of what was read as much is recorded as it says: the ledger took no more, or the PCE could not
    /// be brought to it.</exception>
    public async Task<Answer<IngestAnswer>> RunAsync(
        IEnumerable<IFindingPlace> places,
        Func<CancellationToken, Task<Decided>> decide,
        Func<CancellationToken, Task<ReconcileReport>>? reconcile,
        CancellationToken cancellationToken
    )
    {
        foreach (var place in places)
        {
            await foreach (var source in place.SourcesAsync(cancellationToken))
            {
                var end = await ReadAsync(source, cancellationToken);
                _read.Add((place, new ReadSource(source.Name, end)));
                if (end is SourceEnd.Unreadable && place.EndsWithFault)
                {
                    break;
                }

                // Small sources with nothing in them are many, and wait to be told, too.
                if (_read.Count >= BatchSize)
                {
                    await FlushAsync(cancellationToken);
                }
            }
        }

        await FlushAsync(cancellationToken);
        var report = reconcile is null
            ? null
            : await new RecordedReconcile(clock, note).ReconcileAsync(WhatIsRecorded, reconcile, cancellationToken);
        var decided = await DecideAsync(decide, report, cancellationToken);
        Effect = report is null ? null : new ReconcileEffect(report, decided.Mode);
        var answer = Answer(
            [.. decided.Decisions.Where(decision => _indicators.Contains(decision.Indicator))],
            Effect is { } effect ? ApplySummary.Of(effect) : null
        ) with
        {
            Also = report is null ? null : AlsoRow.Of(report, IsOfTheInput),
        };
        return new Answer<IngestAnswer>(answer, ExitCodeOf(report));
    }

    /// <summary>What the reconcile came to; null where none was asked for.</summary>
    public ReconcileEffect? Effect { get; private set; }

    private async Task<Decided> DecideAsync(
        Func<CancellationToken, Task<Decided>> decide,
        ReconcileReport? report,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await decide(cancellationToken);
        }
        catch (Exception failure) when (UnexpectedFault.Is(failure) || failure is LedgerException)
        {
            var applied = report is null ? "" : $", and {report.ToWord()} ({report.Added} added, {report.Removed} removed)";
            throw new RecordedException(
                WhatIsRecorded(),
                $"recorded{applied}; what is decided of it cannot be told: {(failure is LedgerException ? failure.Message : UnexpectedFault.Sentence(failure))}",
                failure
            );
        }
    }

    private bool IsOfTheInput(string name) => _indicators.Contains(Indicator.Parse(name));

    private JsonElement WhatIsRecorded() =>
        JsonSerializer.SerializeToElement(
            Answer([], null) with
            {
                Findings = _recorded.Findings,
                Sightings = _recorded.Sightings,
            },
            CliJson.Default.IngestAnswer
        );

    private async Task<SourceEnd> ReadAsync(IngestSource source, CancellationToken cancellationToken)
    {
        RecordPosition? last = null;
        var isRejected = false;
        try
        {
            await using var stream = await source.OpenAsync(cancellationToken);
            await foreach (var record in FindingReader.ReadAsync(stream, source.Name, maxRecordBytes, cancellationToken))
            {
                last = record.Position;
                Progress?.Show(() =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{source.Name}: {record.Position.Offset / 1_000_000:N0} MB, {_findings:N0} findings in all, {_rejected.Count + _notListed:N0} rejected"
                    )
                );
                isRejected |= record.Rejections.Any();
                Reject(record.Rejections);
                if (record.Finding is { } finding)
                {
                    UnknownTypes.Count(finding);
                    Nameless.Count(finding);
                    AttackingHosts.Count(finding);
                    await TakeAsync(Extraction.From(finding, FileSource, clock.GetUtcNow()), cancellationToken);
                }
                else if (record.Call is { } call)
                {
                    await TakeAsync(call, cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException || IsCut(e, cancellationToken))
        {
            _lacksAFile = true;
            var (position, how) = last is null ? ("", "cannot be read") : ($"after {last}", "cannot be read any further");
            var unread = new RejectedRecord(source.Name, position, $"{how}: {e.Message}");
            _rejected.Add(unread);
            _unread.Add(unread);
            note($"{source.Name}: {(last is null ? "" : position + ", ")}{how}: {e.Message}");
            return e is InvalidDataException ? SourceEnd.Damaged : SourceEnd.Unreadable;
        }

        return isRejected ? SourceEnd.Rejected : SourceEnd.Whole;
    }

    /// <summary>A download that breaks off in its midst: the wire has its own ways to say so.</summary>
    private static bool IsCut(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or TimeoutException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private void Reject(IEnumerable<Rejection> rejections)
    {
        foreach (var rejection in rejections)
        {
            if (_rejected.Count < MostRejections)
            {
                _rejected.Add(new RejectedRecord(rejection.Source, rejection.Position, rejection.Reason));
            }
            else
            {
                _notListed++;
            }
        }
    }

    private async Task TakeAsync(FindingEvidence evidence, CancellationToken cancellationToken)
    {
        _findings++;
        _sightings += evidence.Sightings.Length;
        _indicators.UnionWith(evidence.Sightings.Select(sighting => sighting.Key.Indicator));
        await AddAsync(evidence, cancellationToken);
    }

    private async Task TakeAsync(FindingCall call, CancellationToken cancellationToken)
    {
        _calls++;
        foreach (var evidence in Extraction.From(call))
        {
            await AddAsync(evidence, cancellationToken);
        }
    }

    private async Task AddAsync(FindingEvidence evidence, CancellationToken cancellationToken)
    {
        _batch.Add(evidence);
        if (_batch.Count == BatchSize)
        {
            await FlushAsync(cancellationToken);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
        {
            var isNews = await RecordAsync(cancellationToken);
            _duplicates += _batch.Zip(isNews).Count(told => told.First.State.IsReported && !told.Second);
            _batch.Clear();
            _recorded = (_findings, _sightings, _calls);
        }

        foreach (var sources in _read.GroupBy(read => read.Place, read => read.Source))
        {
            await sources.Key.RecordedAsync([.. sources], cancellationToken);
        }

        _read.Clear();
    }

    private async Task<IReadOnlyList<bool>> RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.RecordAsync(_batch, cancellationToken);
        }
        catch (LedgerException failure)
        {
            var calls = _calls is 0 ? "" : $" (and {_recorded.Calls} of {_calls} calls about findings)";
            throw new RecordedException(
                WhatIsRecorded(),
                $"{_recorded.Findings} of the {_findings} findings that were read are recorded{calls}, and no more: {failure.Message}. Ingest the same input again when that is mended: what is recorded already counts once",
                failure
            );
        }
    }

    private IngestAnswer Answer(ImmutableArray<Decision> decisions, ApplySummary? apply) =>
        new()
        {
            Findings = _findings,
            Sightings = _sightings,
            Duplicates = _duplicates,
            Blocked = decisions.Count(decision => decision.Verdict is Verdict.Block),
            Held = decisions.Count(decision => decision.Verdict is Verdict.Hold),
            Ignored = decisions
                .Where(decision => decision.Verdict is Verdict.Ignore)
                .GroupBy(decision => decision.Reason)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            Nameless = Nameless.ByType,
            Rejected = _notListed is 0
                ? _rejected.ToImmutable()
                : [.. _rejected, new RejectedRecord("", "", $"{_notListed} more were rejected, and are not listed")],
            Apply = apply,
        };

    // What stopped part of the work before what was merely rejected.
    private int ExitCodeOf(ReconcileReport? report) =>
        _lacksAFile ? ExitCode.Error
        : report?.ToExitCode() is { } code and not ExitCode.Done ? code
        : _rejected.Count > 0 ? ExitCode.Rejected
        : ExitCode.Done;
}
