using Microsoft.Data.Sqlite;

namespace Shield.Sqlite;

/// <summary>Where each of the file's two chains ends: without this note nobody would see that the newest links were taken out.</summary>
internal static class ChainEnds
{
    public const string History = "history";
    public const string Acts = "act";

    /// <summary>Null before the first link.</summary>
    public static (long Sequence, string Hash)? Read(SqliteConnection connection, string chain)
    {
        using var read = new Statement(connection, "SELECT sequence, hash FROM chain_end WHERE chain = $chain");
        return read.With("$chain", chain).All(row => (row.GetInt64(0), row.GetString(1))) is [var end] ? end : null;
    }

    public static void Write(SqliteConnection connection, string chain, long sequence, string hash)
    {
        using var write = new Statement(connection, "INSERT OR REPLACE INTO chain_end VALUES ($chain, $sequence, $hash)");
        write.With("$chain", chain).With("$sequence", sequence).With("$hash", hash).Execute();
    }
}
