using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.EndToEndTests.Campaign;

/// <summary>
/// The ledger as one process has it: every call passes by <see cref="Process"/>, and what was recorded is told to whoever keeps the count.
/// </summary>
internal sealed class WatchedLedger(Process process, ILedger ledger) : ILedger
{
    public Task<LedgerContent> ReadAsync(EvidenceScope scope, CancellationToken cancellationToken) =>
        Watched("read", () => ledger.ReadAsync(scope, cancellationToken));

    public Task<RestingPage> ReadRestingAsync(string? from, int most, CancellationToken cancellationToken) =>
        Watched("read resting", () => ledger.ReadRestingAsync(from, most, cancellationToken));

    public Task<UpkeepNote?> ReadUpkeepAsync(CancellationToken cancellationToken) =>
        Watched("read upkeep", () => ledger.ReadUpkeepAsync(cancellationToken));

    public Task<HistoryTail> ReadHistoryAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Watched("read history", () => ledger.ReadHistoryAsync(since, cancellationToken));

    public Task<KeptBackSet?> ReadKeptBackAsync(CancellationToken cancellationToken) =>
        Watched("read kept back", () => ledger.ReadKeptBackAsync(cancellationToken));

    public Task<DateTimeOffset?> ReadWorkloadsReadAtAsync(CancellationToken cancellationToken) =>
        Watched("read workloads", () => ledger.ReadWorkloadsReadAtAsync(cancellationToken));

    public Task<ImmutableArray<Note>> ReadNotesAsync(NoteKind kind, CancellationToken cancellationToken) =>
        Watched("read notes", () => ledger.ReadNotesAsync(kind, cancellationToken));

    public Task<bool> ReplaceNoteAsync(NoteKind kind, Note note, string? seen, CancellationToken cancellationToken) =>
        Watched("replace note", () => ledger.ReplaceNoteAsync(kind, note, seen, cancellationToken));

    public Task<LeaseState> ReadLeaseAsync(CancellationToken cancellationToken) =>
        Watched("read lease", () => ledger.ReadLeaseAsync(cancellationToken));

    public Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken) =>
        Watched("record", () => ledger.RecordAsync(evidence, cancellationToken), () => process.Recorded(evidence));

    public Task RecordWorkloadsAsync(IReadOnlyList<OwnAddress> own, DateTimeOffset readAt, CancellationToken cancellationToken) =>
        Watched("record workloads", () => ledger.RecordWorkloadsAsync(own, readAt, cancellationToken));

    public Task RecordResolutionsAsync(IReadOnlyList<Resolution> told, CancellationToken cancellationToken) =>
        Watched("record resolutions", () => ledger.RecordResolutionsAsync(told, cancellationToken));

    public Task RecordPceAddressesAsync(IReadOnlyList<OwnAddress> told, CancellationToken cancellationToken) =>
        Watched("record resolutions", () => ledger.RecordPceAddressesAsync(told, cancellationToken));

    public Task<int> ForgetAsync(Forgettable what, CancellationToken cancellationToken) =>
        Watched("forget", () => ledger.ForgetAsync(what, cancellationToken));

    public Task<int> RestAsync(Forgettable what, CancellationToken cancellationToken) =>
        Watched("rest", () => ledger.RestAsync(what, cancellationToken));

    public Task WakeAsync(IReadOnlyCollection<Indicator> parties, CancellationToken cancellationToken) =>
        Watched("wake", () => ledger.WakeAsync(parties, cancellationToken));

    public Task<int> ForgetRestingAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        Watched("forget resting", () => ledger.ForgetRestingAsync(before, most, cancellationToken));

    public Task NoteUpkeepAsync(UpkeepNote note, CancellationToken cancellationToken) =>
        Watched("note upkeep", () => ledger.NoteUpkeepAsync(note, cancellationToken));

    public Task AppendAsync(IReadOnlyList<Act> acts, CancellationToken cancellationToken) =>
        Watched("append acts", () => ledger.AppendAsync(acts, cancellationToken), () => process.Appended(acts));

    public Task<LeaseState?> TryTakeLeaseAsync(
        LeaseState seen,
        LeaseHolder holder,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) => Watched("take lease", () => ledger.TryTakeLeaseAsync(seen, holder, until, cancellationToken));

    public Task<bool> RenewLeaseAsync(long fence, DateTimeOffset until, CancellationToken cancellationToken) =>
        Watched("renew lease", () => ledger.RenewLeaseAsync(fence, until, cancellationToken));

    public Task<long> RaiseGenerationAsync(CancellationToken cancellationToken) =>
        Watched("raise generation", () => ledger.RaiseGenerationAsync(cancellationToken));

    public Task<bool> CompleteRoundAsync(long fence, long generation, string report, CancellationToken cancellationToken) =>
        Watched("complete round", () => ledger.CompleteRoundAsync(fence, generation, report, cancellationToken));

    public Task<bool> ReleaseLeaseAsync(long fence, long generation, CancellationToken cancellationToken) =>
        Watched("release lease", () => ledger.ReleaseLeaseAsync(fence, generation, cancellationToken));

    public Task AppendHistoryAsync(long fence, HistoryRecord record, Baseline? baseline, CancellationToken cancellationToken) =>
        Watched($"append {record.Kind}", () => ledger.AppendHistoryAsync(fence, record, baseline, cancellationToken));

    public Task ReplaceKeptBackAsync(long fence, KeptBackSet keptBack, CancellationToken cancellationToken) =>
        Watched("replace kept back", () => ledger.ReplaceKeptBackAsync(fence, keptBack, cancellationToken));

    private async Task<T> Watched<T>(string what, Func<Task<T>> call, Action? done = null)
    {
        var fate = process.BeforeCall("ledger", what);
        var answer = await call();
        done?.Invoke();
        process.AfterCall("ledger", what, 200, fate);
        return answer;
    }

    private async Task Watched(string what, Func<Task> call, Action? done = null) =>
        await Watched(
            what,
            async () =>
            {
                await call();
                return true;
            },
            done
        );
}
