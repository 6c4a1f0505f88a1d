using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>
/// Sightings, those of one party together. Parties at rest lie in a table of the same shape (<see cref="RestingTable"/>), which this one
/// looks into whenever it is told of a party.
/// </summary>
internal sealed class SightingTable(SqliteConnection connection) : IDisposable
{
    private const string SideUnclear = "SideUnclear";

    private static readonly ImmutableArray<Intelligence> Named =
    [
        Intelligence.MaliciousIp,
        Intelligence.TorIp,
        Intelligence.CryptominingIp,
    ];

    /// <summary>In the order in which <see cref="Read"/> reads them.</summary>
    public const string ColumnNames = """
        account, region, finding, indicator, first_seen, last_seen, supported, severity, count, sources, circumstances,
        updated_at, type, sample, resource, local_port, country, asn, asn_organization, threat_list, remote_port
        """;

    private const string Select = $"SELECT {ColumnNames} FROM sighting";

    private readonly Statement _find = new(
        connection,
        $"{Select} WHERE account = $account AND region = $region AND finding = $finding AND indicator = $indicator"
    );

    private readonly Statement _put = new(
        connection,
        """
        INSERT OR REPLACE INTO sighting VALUES (
            $account, $region, $finding, $indicator, $first_seen, $last_seen, $supported, $severity, $count, $sources, $circumstances,
            $updated_at, $type, $sample, $resource, $local_port, $country, $asn, $asn_organization, $threat_list, $remote_port)
        """
    );

    private readonly Statement _delete = new(
        connection,
        "DELETE FROM sighting WHERE account = $account AND region = $region AND finding = $finding AND indicator = $indicator"
    );

    private readonly RestingTable _resting = new(connection);

    public static ImmutableArray<Sighting> In(SqliteConnection connection, EvidenceScope scope)
    {
        using var alive = new Statement(connection, Select);
        using var resting = new Statement(connection, $"SELECT {ColumnNames} FROM resting_sighting");
        using var ofParty = new Statement(connection, $"{Select} WHERE indicator = $indicator");
        using var restingOfParty = new Statement(connection, $"SELECT {ColumnNames} FROM resting_sighting WHERE indicator = $indicator");
        return [.. scope.HasAlive ? alive.All(Read) : Of(ofParty), .. scope.HasResting ? resting.All(Read) : Of(restingOfParty)];

        IEnumerable<Sighting> Of(Statement party) => scope.Parties.SelectMany(one => party.With("$indicator", one.ToString()).All(Read));
    }

    /// <returns>False where the ledger knew all of it.</returns>
    public bool Merge(Sighting sighting)
    {
        _resting.Wake(sighting.Key.Indicator);
        var known = Key(_find, sighting.Key).OneOrNone(Read);
        var merged = known?.Merge(sighting) ?? sighting;
        if (merged == known)
        {
            return false;
        }

        Put(merged);
        return true;
    }

    /// <returns>False where the ledger holds something else of it, or nothing.</returns>
    public bool Forget(Sighting seen) => Key(_find, seen.Key).OneOrNone(Read) == seen && Key(_delete, seen.Key).Execute() > 0;

    public void Dispose()
    {
        _resting.Dispose();
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static Statement Key(Statement statement, SightingKey key) =>
        statement
            .With("$account", key.Finding.Account)
            .With("$region", key.Finding.Region)
            .With("$finding", key.Finding.Id)
            .With("$indicator", key.Indicator.ToString());

    private void Put(Sighting sighting) =>
        Key(_put, sighting.Key)
            .With("$first_seen", sighting.FirstSeen.ToColumn())
            .With("$last_seen", sighting.LastSeen.ToColumn())
            .With("$supported", sighting.Supported?.ToColumn())
            .With("$severity", sighting.Severity)
            .With("$count", sighting.Count)
            .With("$sources", sighting.Sources.Order(StringComparer.Ordinal).ToColumn())
            .With("$circumstances", sighting.Circumstances.Select(ToWord).ToColumn())
            .With("$updated_at", sighting.Latest.UpdatedAt.ToColumn())
            .With("$type", sighting.Latest.Type)
            .With("$sample", sighting.Latest.IsSample)
            .With("$resource", sighting.Latest.Resource)
            .With("$local_port", sighting.Latest.LocalPort)
            .With("$country", sighting.Latest.Country)
            .With("$asn", sighting.Latest.Asn)
            .With("$asn_organization", sighting.Latest.AsnOrganization)
            .With("$threat_list", sighting.Latest.ThreatList)
            .With("$remote_port", sighting.Latest.RemotePort)
            .Execute();

    public static Sighting Read(Row row) =>
        new()
        {
            Key = new SightingKey(new FindingKey(row.GetString(0), row.GetString(1), row.GetString(2)), Indicator.Parse(row.GetString(3))),
            FirstSeen = row.ReadTime(4),
            LastSeen = row.ReadTime(5),
            Supported = row.ReadTimeOrNull(6),
            Severity = row.GetDouble(7),
            Count = row.GetInt64(8),
            Sources = row.ReadWords(9).ToImmutableSortedSet(StringComparer.Ordinal),
            Circumstances = [.. row.ReadWords(10).Select(ToCircumstance)],
            Latest = new Report
            {
                UpdatedAt = row.ReadTime(11),
                Type = row.GetString(12),
                IsSample = row.GetBoolean(13),
                Resource = row.ReadTextOrNull(14),
                LocalPort = row.IsNull(15) ? null : row.GetInt32(15),
                Country = row.ReadTextOrNull(16),
                Asn = row.ReadTextOrNull(17),
                AsnOrganization = row.ReadTextOrNull(18),
                ThreatList = row.ReadTextOrNull(19),
                RemotePort = row.IsNull(20) ? null : row.GetInt32(20),
            },
        };

    // "Target Inbound", and what else is so behind it. 0.1.0 wrote MaliciousIp only.
    private static string ToWord(Circumstance circumstance) =>
        string.Join(
            ' ',
            [
                $"{circumstance.Role}",
                $"{circumstance.Direction}",
                .. Named.Where(named => circumstance.NamedBy.HasFlag(named)).Select(named => $"{named}"),
                .. circumstance.IsSideUnclear ? [SideUnclear] : Array.Empty<string>(),
            ]
        );

    private static Circumstance ToCircumstance(string word) =>
        word.Split(' ') is [var role, var direction, .. var more]
            ? new Circumstance(
                Columns.ParseWord<ResourceRole>(role),
                Columns.ParseWord<ConnectionDirection>(direction),
                more.Where(one => one is not SideUnclear)
                    .Aggregate(Intelligence.None, (all, one) => all | Columns.ParseWord<Intelligence>(one)),
                more.Contains(SideUnclear)
            )
            : throw new FormatException($"'{word}' is no circumstance");
}
