using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>Acts, and beside them the chain that they form. Verified on the way out: a file can be edited by anybody.</summary>
internal static class ActTable
{
    private const string OfTheFirstLayout = "SELECT id, at, kind, indicator, directions, until, who, why, accepted_plan";
    private const string Select = $"{OfTheFirstLayout}, withdraws";

    public static ImmutableArray<Act> All(SqliteConnection connection)
    {
        using var all = new Statement(connection, $"{Select} FROM act ORDER BY at, id");
        return all.All(Read);
    }

    /// <exception cref="FormatException">An act was changed, taken out or put in.</exception>
    public static ActChain Chain(SqliteConnection connection)
    {
        using var links = new Statement(connection, $"{Select}, sequence, hash FROM act LEFT JOIN act_link ON act_link.act = act.id");
        return ActChain.Of(links.All(ReadLink), Head(connection));
    }

    public static void Append(SqliteConnection connection, IEnumerable<Act> acts)
    {
        using var append = new Statement(
            connection,
            """
            INSERT INTO act VALUES ($id, $at, $kind, $indicator, $directions, $until, $who, $why, $accepted_plan, $withdraws)
            ON CONFLICT (id) DO NOTHING
            """
        );
        var added = acts.Where(act =>
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
                    .With("$withdraws", act.Withdraws)
                    .Execute() > 0
            )
            .ToList();
        Link(connection, added);
    }

    /// <summary>Once, when a file gets its chain: the acts that are there become the first links, in the order of their time.</summary>
    public static void Adopt(SqliteConnection connection)
    {
        using var all = new Statement(connection, $"{OfTheFirstLayout}, NULL FROM act ORDER BY at, id");
        Link(connection, all.All(Read));
    }

    private static void Link(SqliteConnection connection, IReadOnlyCollection<Act> acts)
    {
        using var append = new Statement(connection, "INSERT INTO act_link VALUES ($sequence, $act, $hash)");
        var head = Head(connection);
        foreach (var act in acts)
        {
            var link = head.Link(act);
            append.With("$sequence", link.Sequence).With("$act", act.Id).With("$hash", link.Hash).Execute();
            head = link.Head;
        }

        ChainEnds.Write(connection, ChainEnds.Acts, head.Sequence, head.Hash);
    }

    private static ActChainHead Head(SqliteConnection connection) =>
        ChainEnds.Read(connection, ChainEnds.Acts) is var (sequence, hash) ? new ActChainHead(sequence, hash) : ActChainHead.Start;

    private static LinkedAct ReadLink(Row row) =>
        row.IsNull(10)
            ? throw new FormatException(
                $"act '{row.GetString(0)}' was put into the acts, and has no place in the order in which they were recorded"
            )
            : new LinkedAct(Read(row), row.GetInt64(10), row.GetString(11));

    private static Act Read(Row row) =>
        new()
        {
            Id = row.GetString(0),
            At = row.ReadTime(1),
            Kind = row.ReadWord<ActKind>(2),
            Indicator = row.IsNull(3) ? null : Indicator.Parse(row.GetString(3)),
            Directions = row.ReadWord<Directions>(4),
            Until = row.ReadTimeOrNull(5),
            Who = row.GetString(6),
            Why = row.GetString(7),
            AcceptedPlan = row.ReadTextOrNull(8),
            Withdraws = row.ReadTextOrNull(9),
        };
}
