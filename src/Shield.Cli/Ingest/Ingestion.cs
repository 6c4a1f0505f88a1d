using System.Globalization;
using System.Text.Json;
using Shield.Cli.Printing;
using Shield.Cli.Sources;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Faults;

namespace Shield.Cli.Ingest;

/// <summary>
/// <c>ingest</c>: reads places, records what they hold in batches, and answers what is decided of it then. A bad record or a missing file
/// costs nothing else.
/// </summary>
public sealed class Ingestion(ILedger ledger, int maxRecordBytes, TimeProvider clock, Action<string> note)
{
    /// <summary>Records that go to the ledger in one transaction. After a crash no more than these must be read again.</summary>
    private const int BatchSize = 500;

    /// <summary>
    /// Parties whose evidence is in memory at once: few enough that it is gone again before the garbage collector has moved it.
    /// </summary>
    private const int DecidedAtOnce = 2_000;

    /// <summary>The source of every sighting that a file brought.</summary>
    private const string FileSource = "file";

    private readonly List<IntakePiece> _batch = [];
    private readonly List<(IFindingPlace Place, ReadSource Source)> _read = [];
    private readonly SeenParties _parties = new();
    private readonly RejectedParts _rejected = new();
    private readonly List<RejectedRecord> _unread = [];

    /// <summary>What was recorded of the input so far.</summary>
    public Intake Intake { get; } = new(ledger.RecordAsync);

    /// <summary>Sources that could not be read, or not to their end. Each was said at once, in a line of its own.</summary>
    public IReadOnlyList<RejectedRecord> Unread => _unread;

    /// <summary>Null where standard error is no terminal.</summary>
    public LiveLine? Progress { get; init; }

    /// <param name="places">Read one after the other, each once.</param>
    /// <param name="decide">Reads what is decided of some parties afterwards; not asked where the reconcile says it.</param>
    /// <param name="reconcile">Null without <c>--apply</c>.</param>
    /// <param name="cancellationToken">Ends it between two records; whole batches stay recorded.</param>
    /// <exception cref="RecordedException">A part or all of the input is recorded, as the exception says; then the ledger could not be
    /// written, or the reconcile failed.</exception>
    public async Task<Answer<IngestAnswer>> RunAsync(
        IEnumerable<IFindingPlace> places,
        Func<IReadOnlyCollection<Indicator>, CancellationToken, Task<Decided>> decide,
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

                // A folder of ten thousand empty files holds no finding, and its sources are told in batches too.
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
        var (verdicts, mode) = report?.Decided is { } decided
            ? (VerdictCounts.None.With(decided, _parties.Contains), decided.Mode)
            : await CountAsync(decide, report, cancellationToken);
        Effect = report is null ? null : new ReconcileEffect(report, mode);
        var answer = Answer(verdicts, Effect is { } effect ? ApplySummary.Of(effect) : null) with
        {
            Also = report is null ? null : AlsoRow.Of(report, IsOfTheInput),
        };
        return new Answer<IngestAnswer>(answer, ExitCodeOf(report));
    }

    /// <summary>What the reconcile came to; null where none was asked for.</summary>
    public ReconcileEffect? Effect { get; private set; }

    /// <summary>Some of the parties after the other: of a million there would be no room for all that is known of them.</summary>
    private async Task<(VerdictCounts Verdicts, PceMode Mode)> CountAsync(
        Func<IReadOnlyCollection<Indicator>, CancellationToken, Task<Decided>> decide,
        ReconcileReport? report,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (verdicts, mode) = (VerdictCounts.None, PceMode.Deny);
            foreach (var some in _parties.All.Chunk(DecidedAtOnce).DefaultIfEmpty([]))
            {
                var decided = await decide(some, cancellationToken);
                (verdicts, mode) = (verdicts.With(decided, some.ToHashSet().Contains), decided.Mode);
            }

            return (verdicts, mode);
        }
        catch (Exception failure) when (UnexpectedFault.Is(failure) || failure is LedgerException)
        {
            var applied = report is null ? "" : $", and {report.ToWord()} ({report.Added} added, {report.Removed} removed)";
            var why = failure is LedgerException ? failure.Message : UnexpectedFault.Sentence(failure);
            throw new RecordedException(WhatIsRecorded(), $"recorded{applied}; what is decided of it cannot be told: {why}", failure);
        }
    }

    private bool IsOfTheInput(string name) => _parties.Contains(Indicator.Parse(name));

    private JsonElement WhatIsRecorded() =>
        JsonSerializer.SerializeToElement(Answer(VerdictCounts.None, null), IngestJson.Default.IngestAnswer);

    private async Task<SourceEnd> ReadAsync(IngestSource source, CancellationToken cancellationToken)
    {
        RecordPosition? last = null;
        var isRejected = false;
        try
        {
            await using var stream = await source.OpenAsync(cancellationToken);
            var pieces = IntakePiece.ReadAsync(stream, source.Name, FileSource, maxRecordBytes, clock.GetUtcNow, cancellationToken);
            await foreach (var piece in pieces)
            {
                last = piece.Position;
                isRejected |= !piece.Rejections.IsEmpty;
                _rejected.Add(piece.Rejections);
                _batch.Add(piece);
                ShowProgress(source, piece.Position);
                if (_batch.Count >= BatchSize)
                {
                    await FlushAsync(cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException || IsCut(e, cancellationToken))
        {
            var (position, how) = last is null ? ("", "cannot be read") : ($"after {last}", "cannot be read any further");
            var why = $"{how}: {UserInfo.StrikeOut(e.Message)}";
            var unread = new RejectedRecord(source.Name, position, why);
            _rejected.AddUnread(unread);
            _unread.Add(unread);
            note($"{source.Name}: {(last is null ? "" : position + ", ")}{why}");
            return e is InvalidDataException ? SourceEnd.Damaged : SourceEnd.Unreadable;
        }

        return isRejected ? SourceEnd.Rejected : SourceEnd.Whole;
    }

    /// <summary>A download from S3 that breaks off throws one of these.</summary>
    private static bool IsCut(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or TimeoutException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private void ShowProgress(IngestSource source, RecordPosition position) =>
        Progress?.Show(() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{source.Name}: {position.Offset / 1_000_000:N0} MB, {FindingsRead:N0} findings in all, {_rejected.Count:N0} rejected"
            )
        );

    private int FindingsRead => Intake.Findings + _batch.Sum(piece => piece.Findings.Length);

    private int CallsRead => Intake.Calls + _batch.Sum(piece => piece.Calls);

    /// <summary>Records what was read, and tells the places of the sources that are recorded whole by that.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await RecordAsync(cancellationToken);
        foreach (var sighting in _batch.SelectMany(piece => piece.Evidence).SelectMany(evidence => evidence.Sightings))
        {
            _parties.Add(sighting.Key.Indicator);
        }

        _batch.Clear();
        foreach (var sources in _read.GroupBy(read => read.Place, read => read.Source))
        {
            await sources.Key.RecordedAsync([.. sources], cancellationToken);
        }

        _read.Clear();
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Intake.RecordAsync(_batch, cancellationToken);
        }
        catch (LedgerException failure)
        {
            var calls = CallsRead is 0 ? "" : $" (and {Intake.Calls} of {CallsRead} calls about findings)";
            throw new RecordedException(
                WhatIsRecorded(),
                $"{Intake.Findings} of the {FindingsRead} findings that were read are recorded{calls}, and no more: {failure.Message}. "
                    + "Ingest the same input again when that is mended: what is recorded already counts once",
                failure
            );
        }
    }

    private IngestAnswer Answer(VerdictCounts verdicts, ApplySummary? apply) =>
        new()
        {
            Findings = Intake.Findings,
            Sightings = Intake.Sightings,
            Duplicates = Intake.Duplicates,
            Blocked = verdicts.Blocked,
            Held = verdicts.Held,
            Ignored = verdicts.Ignored,
            Nameless = Intake.Nameless.ByType,
            Rejected = _rejected.Listed,
            Apply = apply,
        };

    // A source that could not be read (exit code 1) comes before records that were rejected (exit code 4).
    private int ExitCodeOf(ReconcileReport? report) =>
        _unread.Count > 0 ? ExitCode.Error
        : report?.ToExitCode() is { } code and not ExitCode.Done ? code
        : _rejected.Count > 0 ? ExitCode.Rejected
        : ExitCode.Done;
}
