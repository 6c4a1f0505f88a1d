using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Core.Ledger;

/// <summary>What may be asked of the ledger. Every answer is complete or the call throws <see cref="LedgerException"/>.</summary>
public interface ILedgerReader
{
    /// <summary>
    /// The sightings in that scope with the states of their findings, and all own addresses, addresses of the PCE, acts and resolutions:
    /// what decisions are derived from. Everything that was recorded before this call is there; of what is recorded meanwhile there may be
    /// some, but no sighting without what was told with it. States of other findings may be there.
    /// </summary>
    /// <exception cref="LedgerException">Also where an act was changed, taken out or put in: the acts do not form the chain that was
    /// recorded.</exception>
    Task<LedgerContent> ReadAsync(EvidenceScope scope, CancellationToken cancellationToken);

    /// <summary>The parties that are at rest, page by page. What is put to rest or woken meanwhile may be left out.</summary>
    /// <param name="from">Where the page before this one said that the next begins; null for the first page.</param>
    /// <param name="most">So many parties, 1 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<RestingPage> ReadRestingAsync(string? from, int most, CancellationToken cancellationToken);

    /// <summary>How far the upkeep has come; null before the first.</summary>
    Task<UpkeepNote?> ReadUpkeepAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The records at or after <paramref name="since"/>, and always the last intent and the last outcome with all that follows them, or
    /// the newest record where there is neither; oldest first. With them the baseline, which is what the last outcome left active. A record
    /// of a kind that a later version wrote is given like any other (<see cref="HistoryKind.Later"/>), its hash verified.
    /// </summary>
    /// <exception cref="LedgerException">Also where a record was changed, or one of them is missing.</exception>
    Task<HistoryTail> ReadHistoryAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The set of additions that was kept back last; null before the first.</summary>
    Task<KeptBackSet?> ReadKeptBackAsync(CancellationToken cancellationToken);

    /// <summary>When the workloads were last read for own addresses; null: never.</summary>
    Task<DateTimeOffset?> ReadWorkloadsReadAtAsync(CancellationToken cancellationToken);

    /// <summary>The notes of that kind, by name.</summary>
    Task<ImmutableArray<Note>> ReadNotesAsync(NoteKind kind, CancellationToken cancellationToken);

    /// <summary>Who holds the lease, which generation is asked for and which is done.</summary>
    Task<LeaseState> ReadLeaseAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The store of evidence and acts. Writes merge, so order, repetition and crashes cannot matter; a call that returned is durable.
/// </summary>
public interface ILedger : ILedgerReader
{
    /// <summary>
    /// Merges evidence into what is there: each sighting, state and own address whole or not at all, and no sighting before the state and
    /// the own addresses that were told with it. A call that throws may have merged a part; told again, it does no harm. A store may
    /// promise more (SQLite: all of the batch or nothing). A party that was at rest is awake when this returns, with all of its evidence.
    /// </summary>
    /// <returns>For each element whether it changed anything; false is a duplicate.</returns>
    Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken);

    /// <summary>
    /// Merges own addresses that the PCE's workloads tell, and then notes that all of them were read at that moment: where the note stands,
    /// they stand.
    /// </summary>
    Task RecordWorkloadsAsync(IReadOnlyList<OwnAddress> own, DateTimeOffset readAt, CancellationToken cancellationToken);

    /// <summary>
    /// Merges where the PCE's own name led to: of two moments the later one stays. May forget those that were last seen more than twice
    /// <see cref="OwnAddress.Life"/> before the newest of these.
    /// </summary>
    Task RecordPceAddressesAsync(IReadOnlyList<OwnAddress> seen, CancellationToken cancellationToken);

    /// <summary>
    /// Merges what names led to. May forget those that ended longer than <see cref="Resolution.Memory"/> before the newest of these was
    /// resolved. Wakes the addresses.
    /// </summary>
    Task RecordResolutionsAsync(IReadOnlyList<Resolution> told, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets each of these where the ledger still holds exactly that; what was merged into it meanwhile stays, whole. A call that throws
    /// may have forgotten a part.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetAsync(Forgettable what, CancellationToken cancellationToken);

    /// <summary>
    /// Puts sightings and states to rest (<see cref="Decisions.Dormancy"/>), a party as a whole, and only where the ledger still holds
    /// exactly that of it. A call that throws may have done a part.
    /// </summary>
    /// <returns>How many sightings are at rest now.</returns>
    Task<int> RestAsync(Forgettable what, CancellationToken cancellationToken);

    /// <summary>Wakes these parties where they are at rest, each with all of its evidence.</summary>
    Task WakeAsync(IReadOnlyCollection<Indicator> parties, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets some of the parties at rest of which nothing was seen since <paramref name="before"/>, and states as old that belong to no
    /// sighting. A store that forgets them by itself has nothing to do here.
    /// </summary>
    /// <param name="before">So old that it can decide nothing any more (<see cref="Decisions.Forgetting"/>).</param>
    /// <param name="most">So many parties and so many states.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many sightings and states were forgotten; 0 where none is left.</returns>
    Task<int> ForgetRestingAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Notes how far the upkeep has come, in the place of what was noted before.</summary>
    Task NoteUpkeepAsync(UpkeepNote note, CancellationToken cancellationToken);

    /// <summary>
    /// Adds acts, each as the next link of the chain of acts; one whose id is known already is left alone. Wakes the parties that they are
    /// about.
    /// </summary>
    Task AppendAsync(IReadOnlyList<Act> acts, CancellationToken cancellationToken);

    /// <summary>Takes the lease if nothing changed since <paramref name="seen"/>: its fence goes up by one.</summary>
    /// <returns>The new state, or null where somebody was faster.</returns>
    Task<LeaseState?> TryTakeLeaseAsync(LeaseState seen, LeaseHolder holder, DateTimeOffset until, CancellationToken cancellationToken);

    /// <returns>False where the lease with this fence is no longer held.</returns>
    Task<bool> RenewLeaseAsync(long fence, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Asks the holder to go round again.</summary>
    /// <returns>The generation whose outcome will contain what was recorded before this call.</returns>
    Task<long> RaiseGenerationAsync(CancellationToken cancellationToken);

    /// <summary>Notes what the round that saw <paramref name="generation"/> came to; for whoever waits.</summary>
    /// <returns>False where the lease with this fence is no longer held.</returns>
    Task<bool> CompleteRoundAsync(long fence, long generation, string report, CancellationToken cancellationToken);

    /// <summary>Gives the lease back, unless the generation has moved on from <paramref name="generation"/>.</summary>
    /// <returns>False where it was not given back: go round again.</returns>
    Task<bool> ReleaseLeaseAsync(long fence, long generation, CancellationToken cancellationToken);

    /// <summary>Appends one record to the hash chain and, with an outcome, replaces the baseline: both or nothing.</summary>
    /// <exception cref="LedgerException">The lease with this fence is no longer held, or the record does not follow the last
    /// one.</exception>
    Task AppendHistoryAsync(long fence, HistoryRecord record, Baseline? baseline, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a note in the place of the one before. Without the lease: of two at once one is late, and is told so.
    /// </summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="note">At most 300,000 characters, of which a store may refuse more.</param>
    /// <param name="seen">What the ledger holds under that name; null: nothing yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where it holds something else: somebody was faster, and nothing was written.</returns>
    Task<bool> ReplaceNoteAsync(NoteKind kind, Note note, string? seen, CancellationToken cancellationToken);

    /// <summary>Puts this set in the place of the one that was kept back before.</summary>
    /// <exception cref="LedgerException">The lease with this fence is no longer held.</exception>
    Task ReplaceKeptBackAsync(long fence, KeptBackSet keptBack, CancellationToken cancellationToken);
}

/// <summary>
/// The ledger cannot be read or written: locked, read-only, newer, not a database, disk full … The message says what and where.
/// </summary>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
