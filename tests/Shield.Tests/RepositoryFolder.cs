namespace Shield.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Shield.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the repository's root is not above the tests");
        }

        return folder.FullName;
    }
}
