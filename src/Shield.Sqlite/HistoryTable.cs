using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>The hash chain. Verified on the way in and on the way out: a file can be edited by anybody.</summary>
internal static class HistoryTable
{
    private const string Select = "SELECT sequence, at, kind, hash, previous_hash, content FROM history";

    public static HistoryRecord? Last(SqliteConnection connection)
    {
        using var last = new Statement(connection, $"{Select} ORDER BY sequence DESC LIMIT 1");
        return last.OneOrNone(Read);
    }

    /// <exception cref="LedgerException">The record does not follow the last one.</exception>
    public static void Append(SqliteConnection connection, HistoryRecord record)
    {
        var last = Last(connection);
        ThrowIfNotTheEnd(connection, last);
        var follows = last is not null || record is { Sequence: 1, PreviousHash: HistoryRecord.Genesis };
        if (!follows || !record.Follows(last))
        {
            throw new LedgerException(
                $"History record {record.Sequence} does not follow {last?.Sequence ?? 0}, the last one: nothing was written."
            );
        }

        using var append = new Statement(connection, "INSERT INTO history VALUES ($sequence, $at, $kind, $hash, $previous_hash, $content)");
        append
            .With("$sequence", record.Sequence)
            .With("$at", record.At.ToColumn())
            .With("$kind", record.KindName)
            .With("$hash", record.Hash)
            .With("$previous_hash", record.PreviousHash)
            .With("$content", record.Content)
            .Execute();
        ChainEnds.Write(connection, ChainEnds.History, record.Sequence, record.Hash);
    }

    /// <summary>Once, when a file gets its note of where history ends.</summary>
    public static void NoteEnd(SqliteConnection connection)
    {
        if (Last(connection) is { } last)
        {
            ChainEnds.Write(connection, ChainEnds.History, last.Sequence, last.Hash);
        }
    }

    /// <exception cref="FormatException">A record was changed, or one is missing.</exception>
    public static ImmutableArray<HistoryRecord> Tail(SqliteConnection connection, DateTimeOffset since)
    {
        using var tail = new Statement(
            connection,
            $"""
            {Select} WHERE sequence >= min(
                (SELECT coalesce(min(sequence), {long.MaxValue}) FROM history WHERE at >= $since),
                (SELECT coalesce(min(last), (SELECT max(sequence) FROM history))
                    FROM (SELECT max(sequence) AS last FROM history WHERE kind IN ($intent, $outcome) GROUP BY kind)))
            ORDER BY sequence
            """
        );
        var records = tail.With("$since", since.ToColumn())
            .With("$intent", nameof(HistoryKind.Intent))
            .With("$outcome", nameof(HistoryKind.Outcome))
            .All(Read);
        Verify(records);
        ThrowIfNotTheEnd(connection, records is [.., var last] ? last : null);
        return records;
    }

    private static void ThrowIfNotTheEnd(SqliteConnection connection, HistoryRecord? last)
    {
        var end = ChainEnds.Read(connection, ChainEnds.History);
        if (end?.Hash != last?.Hash)
        {
            throw new FormatException($"history ends at record {last?.Sequence ?? 0}, and {end?.Sequence ?? 0} were written");
        }
    }

    private static void Verify(ImmutableArray<HistoryRecord> records)
    {
        for (var i = 0; i < records.Length; i++)
        {
            if (!records[i].Follows(i is 0 ? null : records[i - 1]))
            {
                throw new FormatException($"history record {records[i].Sequence} was changed, or one before it is missing");
            }
        }
    }

    private static HistoryRecord Read(Row row) =>
        new()
        {
            Sequence = row.GetInt64(0),
            At = row.ReadTime(1),
            KindName = row.GetString(2),
            Hash = row.GetString(3),
            PreviousHash = row.GetString(4),
            Content = row.GetString(5),
        };
}
