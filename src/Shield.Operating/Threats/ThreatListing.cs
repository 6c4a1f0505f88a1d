using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Faults;
using Shield.Operating.Reading;

namespace Shield.Operating.Threats;

/// <summary>What <c>threats list</c> shows.</summary>
public static class ThreatListing
{
    /// <param name="reader">Reads the ledger and the PCE.</param>
    /// <param name="filter">Which rows are wanted.</param>
    /// <param name="ledger">Its name, for people.</param>
    /// <param name="now">The moment.</param>
    /// <param name="note">Told where the PCE could not be read, and where somebody paused Shield.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ImmutableArray<Threat>> ReadAsync(
        SituationReader reader,
        ThreatFilter filter,
        string ledger,
        DateTimeOffset now,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        if (overview.Unreachable is { } failure)
        {
            note($"the state of blocks is unknown: {PceAdvice.Sentence(failure)}");
        }

        if (PauseText.NoteOf(overview.Situation?.Plan) is { } paused)
        {
            note(paused);
        }

        if (UnknownEntries.Sentence(overview.Situation, ledger) is { } unknown)
        {
            note(unknown);
        }

        return Of(overview, filter);
    }

    /// <summary>The same of what was read already.</summary>
    public static ImmutableArray<Threat> Of(Overview overview, ThreatFilter filter) =>
        filter.Apply(
            overview
                .Threats()
                .Where(threat => filter.All || threat.Decision.Verdict is not Verdict.Ignore || threat.State is EntryState.Releasing)
        );
}
