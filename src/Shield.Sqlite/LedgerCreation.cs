using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>
/// A new ledger is made aside, under a name of its own, and gets its name when it is whole: nobody ever sees a half-made one. If two
/// processes make one at the same time, one wins and the other uses the winner's.
/// </summary>
internal static class LedgerCreation
{
    /// <summary>
    /// A ledger says whom the firewall lets in: nobody but its owner reads or writes it. SQLite gives its side files the mode of the
    /// file.
    /// </summary>
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="LedgerException">It cannot be made: the folder is missing or read-only, the disk is full.</exception>
    public static void Create(string path)
    {
        var aside = $"{path}.new-{Guid.NewGuid():N}";
        try
        {
            Make(aside);
            Publish(aside, path);
        }
        catch (SqliteException fault)
        {
            throw SqliteFault.ToLedgerException(fault, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The ledger '{path}' {SqliteFault.WhyNotOpened(path)} ({fault.Message})", fault);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void Make(string aside)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        new FileStream(aside, options).Dispose();
        if (!OperatingSystem.IsWindows())
        {
            // A umask may have taken the owner's own rights.
            File.SetUnixFileMode(aside, OwnerOnly);
        }

        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = aside,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        // With its rollback journal, and durable when the transaction returns: the name must not come to a file whose content may still
        // be lost.
        Run(connection, "PRAGMA synchronous = FULL");
        using (var transaction = connection.BeginTransaction(deferred: false))
        {
            Schema.Create(connection);
            transaction.Commit();
        }

        Run(connection, "PRAGMA journal_mode = WAL");
    }

    /// <summary>
    /// The name itself is durable with the first record: SQLite syncs the folder when it syncs a write-ahead log that it has just
    /// created. A ledger that is lost before that has confirmed nothing.
    /// </summary>
    private static void Publish(string aside, string path)
    {
        // link(2) gives the file its name in one step, and fails if the name is taken. File.Move first looks whether the name is free and
        // then renames: if two processes look at the same time, each has a ledger of its own.
        if (!OperatingSystem.IsWindows() && Link(Encoding.UTF8.GetBytes(aside + '\0'), Encoding.UTF8.GetBytes(path + '\0')) is 0)
        {
            return;
        }

        try
        {
            // Where another process was faster, what it made is whole, too. The rest is for file systems without links.
            if (!File.Exists(path))
            {
                File.Move(aside, path, overwrite: false);
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // It was faster by a moment.
        }
    }

    /// <summary>link(2). Paths end with a zero byte.</summary>
    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] from, byte[] to);

    private static void Run(SqliteConnection connection, string pragma)
    {
        using var statement = new Statement(connection, pragma);
        statement.Execute();
    }
}
