namespace Shield.Tests.Ledger;

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class LedgerFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shield-ledger-");

    public string Path => _folder.FullName;

    public string File(string name = "shield.db") => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
