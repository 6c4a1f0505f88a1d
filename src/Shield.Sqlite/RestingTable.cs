using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>
/// Parties at rest: their sightings, which no reconcile reads, and when each was last seen. A party is here or among the sightings, never
/// in both. Finding states stay where they are, and are read by the findings of whoever is read.
/// </summary>
internal sealed class RestingTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _any = new(connection, "SELECT 1 FROM resting_party LIMIT 1");

    private readonly Statement _isResting = new(connection, "SELECT 1 FROM resting_party WHERE indicator = $indicator");

    private readonly Statement _alive = new(connection, $"SELECT {SightingTable.ColumnNames} FROM sighting WHERE indicator = $indicator");

    private readonly ImmutableArray<Statement> _rest =
    [
        new(connection, $"INSERT INTO resting_sighting SELECT {SightingTable.ColumnNames} FROM sighting WHERE indicator = $indicator"),
        new(connection, "DELETE FROM sighting WHERE indicator = $indicator"),
    ];

    private readonly Statement _noteRest = new(connection, "INSERT INTO resting_party VALUES ($indicator, $last)");

    private readonly ImmutableArray<Statement> _wake =
    [
        new(connection, $"INSERT INTO sighting SELECT {SightingTable.ColumnNames} FROM resting_sighting WHERE indicator = $indicator"),
        new(connection, "DELETE FROM resting_sighting WHERE indicator = $indicator"),
        new(connection, "DELETE FROM resting_party WHERE indicator = $indicator"),
    ];

    /// <summary>Asked once: this lives within one transaction, and what it puts to rest itself it does not wake.</summary>
    private bool? _isAnyResting;

    public static RestingPage Page(SqliteConnection connection, string? from, int most)
    {
        using var parties = new Statement(
            connection,
            "SELECT indicator FROM resting_party WHERE indicator >= $from ORDER BY indicator LIMIT $most"
        );
        var page = parties.With("$from", from ?? "").With("$most", most + 1).All(row => row.GetString(0));
        var some = page[..Math.Min(most, page.Length)];
        return new RestingPage(
            SightingTable.RestingOf(connection, some),
            FindingStateTable.OfResting(connection, some),
            page.Length > most ? page[most] : null
        );
    }

    /// <summary>Where it is at rest.</summary>
    public void Wake(Indicator party)
    {
        if (!(_isAnyResting ??= _any.Any()))
        {
            return;
        }

        var indicator = party.ToString();
        if (_isResting.With("$indicator", indicator).Any())
        {
            Run(_wake, indicator);
        }
    }

    /// <param name="party">All sightings of one party, as they were read.</param>
    /// <returns>False where the ledger holds something else of it by now.</returns>
    public bool Rest(IReadOnlyCollection<Sighting> party)
    {
        var indicator = party.First().Key.Indicator.ToString();
        if (!_alive.With("$indicator", indicator).All(SightingTable.Read).ToHashSet().SetEquals(party))
        {
            return false;
        }

        Run(_rest, indicator);
        _noteRest.With("$indicator", indicator).With("$last", party.Max(sighting => sighting.Last).ToColumn()).Execute();
        return true;
    }

    /// <summary>Parties that were last seen before that moment, and states as old that belong to no sighting.</summary>
    /// <returns>How many sightings and states.</returns>
    public static int Forget(SqliteConnection connection, DateTimeOffset before, int most)
    {
        using var old = new Statement(connection, "SELECT indicator FROM resting_party WHERE last < $before ORDER BY last LIMIT $most");
        using var sightings = new Statement(connection, "DELETE FROM resting_sighting WHERE indicator = $indicator");
        using var party = new Statement(connection, "DELETE FROM resting_party WHERE indicator = $indicator");
        var forgotten = 0;
        foreach (var indicator in old.With("$before", before.ToColumn()).With("$most", most).All(row => row.GetString(0)))
        {
            forgotten += sightings.With("$indicator", indicator).Execute();
            party.With("$indicator", indicator).Execute();
        }

        return forgotten > 0 ? forgotten : FindingStateTable.ForgetUnused(connection, before, most);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_any, _isResting, _alive, .. _rest, _noteRest, .. _wake])
        {
            statement.Dispose();
        }
    }

    private static void Run(ImmutableArray<Statement> steps, string indicator)
    {
        foreach (var step in steps)
        {
            step.With("$indicator", indicator).Execute();
        }
    }
}
