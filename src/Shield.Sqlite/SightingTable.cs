using System.Collections.Concurrent;
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

    private const string SelectResting = $"SELECT {ColumnNames} FROM resting_sighting";

    /// <summary>The parameter for parties: a list of words, as <see cref="Columns"/> writes one.</summary>
    public const string Parties = "$parties";

    public const string IsOfParties = $"indicator IN (SELECT value FROM json_each({Parties}))";

    /// <summary>There are few, and each sighting has one or two.</summary>
    private static readonly ConcurrentDictionary<Circumstance, string> Words = [];

    private static readonly ConcurrentDictionary<string, Circumstance> Meanings = new(StringComparer.Ordinal);

    private readonly Statement _find = new(
        connection,
        $"{Select} WHERE account = $account AND region = $region AND finding = $finding AND indicator = $indicator"
    );

    private const string Insert = """
        INTO sighting VALUES (
            $account, $region, $finding, $indicator, $first_seen, $last_seen, $supported, $severity, $count, $sources, $circumstances,
            $updated_at, $type, $sample, $resource, $local_port, $country, $asn, $asn_organization, $threat_list, $remote_port)
        """;

    private readonly Statement _add = new(connection, $"INSERT {Insert} ON CONFLICT DO NOTHING");

    private readonly Statement _put = new(connection, $"INSERT OR REPLACE {Insert}");

    private readonly Statement _delete = new(
        connection,
        "DELETE FROM sighting WHERE account = $account AND region = $region AND finding = $finding AND indicator = $indicator"
    );

    private readonly RestingTable _resting = new(connection);

    public static ImmutableArray<Sighting> In(SqliteConnection connection, EvidenceScope scope)
    {
        var parties = scope.Parties.Select(party => party.ToString()).ToColumn();
        return [.. In(scope.HasAlive, Select), .. In(scope.HasResting, SelectResting)];

        ImmutableArray<Sighting> In(bool all, string select)
        {
            using var statement = new Statement(connection, all ? select : $"{select} WHERE {IsOfParties}");
            return (all ? statement : statement.With(Parties, parties)).All(Read);
        }
    }

    /// <summary>Those at rest of these parties.</summary>
    public static ImmutableArray<Sighting> RestingOf(SqliteConnection connection, IEnumerable<string> parties)
    {
        using var statement = new Statement(connection, $"{SelectResting} WHERE {IsOfParties}");
        return statement.With(Parties, parties.ToColumn()).All(Read);
    }

    /// <returns>False where the ledger knew all of it.</returns>
    public bool Merge(Sighting sighting)
    {
        _resting.Wake(sighting.Key.Indicator);
        if (Bind(_add, sighting).Execute() > 0)
        {
            return true;
        }

        var known = Key(_find, sighting.Key).One(Read);
        var merged = known.Merge(sighting);
        return merged != known && Bind(_put, merged).Execute() > 0;
    }

    /// <returns>False where the ledger holds something else of it, or nothing.</returns>
    public bool Forget(Sighting seen) => Key(_find, seen.Key).OneOrNone(Read) == seen && Key(_delete, seen.Key).Execute() > 0;

    public void Dispose()
    {
        _resting.Dispose();
        _find.Dispose();
        _add.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static Statement Key(Statement statement, SightingKey key) =>
        statement
            .With("$account", key.Finding.Account)
            .With("$region", key.Finding.Region)
            .With("$finding", key.Finding.Id)
            .With("$indicator", key.Indicator.ToString());

    private static Statement Bind(Statement statement, Sighting sighting) =>
        Key(statement, sighting.Key)
            .With("$first_seen", sighting.FirstSeen.ToColumn())
            .With("$last_seen", sighting.LastSeen.ToColumn())
            .With("$supported", sighting.Supported?.ToColumn())
            .With("$severity", sighting.Severity)
            .With("$count", sighting.Count)
            .With("$sources", sighting.Sources.Order(StringComparer.Ordinal).ToColumn())
            .With("$circumstances", sighting.Circumstances.Select(one => Words.GetOrAdd(one, ToWord)).ToColumn())
            .With("$updated_at", sighting.Latest.UpdatedAt.ToColumn())
            .With("$type", sighting.Latest.Type)
            .With("$sample", sighting.Latest.IsSample)
            .With("$resource", sighting.Latest.Resource)
            .With("$local_port", sighting.Latest.LocalPort)
            .With("$country", sighting.Latest.Country)
            .With("$asn", sighting.Latest.Asn)
            .With("$asn_organization", sighting.Latest.AsnOrganization)
            .With("$threat_list", sighting.Latest.ThreatList)
            .With("$remote_port", sighting.Latest.RemotePort);

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
            Circumstances = [.. row.ReadWords(10).Select(word => Meanings.GetOrAdd(word, ToCircumstance))],
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
