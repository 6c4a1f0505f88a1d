using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>SQLite's result codes (https://sqlite.org/rescode.html) in an operator's words.</summary>
internal static class SqliteFault
{
    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int Moved = ReadOnly | (4 << 8);

    public const string IsCorrupt =
        "is corrupt: it was damaged or cut short. Restore a backup (docs/ledger.md). "
        + "Without one, let Ledger:Path name a new file: "
        + "findings that are ingested again take over what is on the PCE, and acts (allow, unblock …) must be recorded again";

    public static bool IsLock(SqliteException fault) => fault.SqliteErrorCode is Busy or Locked;

    public static LedgerException ToLedgerException(SqliteException fault, string path)
    {
        string? what = (fault.SqliteErrorCode, fault.SqliteExtendedErrorCode) switch
        {
            (Busy or Locked, _) => "is locked: another process has been writing to it for more than 10 s",
            (_, Moved) => "was moved or deleted while it was open",
            (ReadOnly or Perm, _) => "is read-only: this process may not write the file, or its folder",
            (Full, _) => "cannot grow: the disk is full, and what was being written to it is not recorded",
            (Corrupt, _) => IsCorrupt,
            (NotADatabase, _) => "is not a database: it is another program's file, or was damaged. Nothing was changed. "
                + "Let Ledger:Path name the ledger, or restore a backup of it",
            (CannotOpen, _) => WhyNotOpened(path),
            (IoError, _) => "cannot be read or written: the disk or its file system answers with an error",
            _ => null,
        };
        return new LedgerException(
            what is null
                ? $"The ledger '{path}' cannot be used: {fault.Message}"
                : $"The ledger '{path}' {what} (SQLite's code {fault.SqliteExtendedErrorCode})",
            fault
        );
    }

    /// <summary>Of a file that SQLite, or the system, would not open.</summary>
    public static string WhyNotOpened(string path) =>
        path switch
        {
            _ when Directory.Exists(path) => "is a folder, a file is wanted",
            _ when !Directory.Exists(Path.GetDirectoryName(path)) => "cannot be opened: its folder does not exist",
            _ => "cannot be opened: this process may not read it, or its folder is read-only "
                + "(SQLite keeps two more files beside it while it is open)",
        };
}
