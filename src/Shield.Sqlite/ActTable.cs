using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

internal static class ActTable
{
    public static ImmutableArray<Act> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, "SELECT id, at, kind, indicator, directions, until, who, why, accepted_plan FROM act ORDER BY at, id");
        return all.All(Read);
    }

    public static void Append(SqliteConnection connection, IEnumerable<Act> acts)
    {
        using var append = new Statement(
            connection,
            "INSERT INTO act VALUES ($id, $at, $kind, $indicator, $directions, $until, $who, $why, $accepted_plan) ON CONFLICT (id) DO NOTHING");
        foreach (var act in acts)
        {
            append
                .With("$id", act.Id)
                .With("$at", act.At.ToColumn())
                .With("$kind", act.Kind.ToString())
                .With("$indicator", act.Indicator?.ToString())
                .With("$directions", act.Directions.ToString())
                .With("$until", act.Until?.ToColumn())
                .With("$who", act.Who)
                .With("$why", act.Why)
                .With("$accepted_plan", act.AcceptedPlan)
                .Execute();
        }
    }

    private static Act Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        At = row.ReadTime(1),
        Kind = row.ReadWord<ActKind>(2),
        Indicator = row.IsDBNull(3) ? null : Indicator.Parse(row.GetString(3)),
        Directions = row.ReadWord<Directions>(4),
        Until = row.ReadTimeOrNull(5),
        Who = row.GetString(6),
        Why = row.GetString(7),
        AcceptedPlan = row.ReadTextOrNull(8),
    };
}
