using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Core.Ledger;

/// <summary>Some of the parties that are at rest, each with all of its evidence that is.</summary>
/// <param name="Next">Where the next page begins; null after the last one. A store's own text, good for that store alone.</param>
public sealed record RestingPage(ImmutableArray<Sighting> Sightings, ImmutableArray<FindingState> States, string? Next);

/// <summary>How far the upkeep of a ledger has come (docs/ledger.md, "Upkeep").</summary>
/// <param name="Lives">
/// The lives by which parties were put to rest, as <see cref="Decisions.Dormancy.NameOf"/> names them. Where the settings have longer ones
/// now, some of those parties may have to wake.
/// </param>
/// <param name="WakingFrom">Where looking for those goes on; null where none has begun, or all are done.</param>
public sealed record UpkeepNote(string Lives, string? WakingFrom);
