using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>
/// What lies where the ledger should, looked at without opening it. To open and close the file beside SQLite would take away the locks
/// that this process holds on it (POSIX: closing any descriptor of a file gives up all of them), and with them the protection from other
/// processes.
/// </summary>
internal static class LedgerPlace
{
    private static readonly string[] SideFiles = ["-wal", "-journal"];

    /// <summary>The full path, links followed, also one that leads to a file which does not exist yet.</summary>
    /// <exception cref="LedgerException">The links lead round in a circle, or may not be read.</exception>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return full;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(full, fault);
        }
    }

    /// <summary>True where there is no ledger and none was lost.</summary>
    /// <exception cref="LedgerException">What is there can be no ledger, or its main file is missing, or it cannot be known whether it is
    /// there.</exception>
    public static bool IsMissing(string path)
    {
        try
        {
            // File.Exists would also say "no" where we may not look.
            var attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.Directory))
            {
                throw new LedgerException($"The ledger '{path}' is a folder, a file is wanted: let Ledger:Path name a file in it");
            }

            // Pipes and devices have no length either. SQLite would take any of them for a new database.
            return new FileInfo(path).Length is 0
                ? throw new LedgerException(Empty(path, "is an empty file (0 bytes), or a pipe or device"))
                : false;
        }
        catch (FileNotFoundException)
        {
            ThrowIfLost(path);
            return true;
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new LedgerException(
                $"The ledger '{path}' cannot be opened: its folder does not exist. Make the folder, or correct Ledger:Path",
                fault
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, fault);
        }
    }

    /// <summary>Never "delete it": a process may be about to fill it, and what it held may be in a backup.</summary>
    public static string Empty(string path, string what) =>
        $"The ledger '{path}' {what}, which is not the same as no ledger. Nothing was changed. "
        + "If there was a ledger, restore a backup of it (docs/ledger.md); "
        + "if there never was one, let Ledger:Path name a file that does not exist yet";

    // SQLite would read what they hold into the next file of that name, whatever it is.
    private static void ThrowIfLost(string path)
    {
        if (SideFiles.Select(side => path + side).FirstOrDefault(side => new FileInfo(side) is { Exists: true, Length: > 0 }) is { } left)
        {
            throw new LedgerException(
                $"The ledger '{path}' is missing, but '{left}' is there, which holds the newest part of it: "
                    + $"the file was moved or deleted. Put it back, or restore a backup, with '{left}' moved away (docs/ledger.md)"
            );
        }
    }

    private static LedgerException Unreadable(string path, Exception fault) =>
        new($"The ledger '{path}' cannot be read: {fault.Message}", fault);
}
