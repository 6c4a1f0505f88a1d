namespace Shield.EndToEndTests;

/// <summary>The work tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) =>
        folder switch
        {
            null => throw new DirectoryNotFoundException("no folder above the tests holds Shield.slnx"),
            _ when File.Exists(Path.Combine(folder.FullName, "Shield.slnx")) => folder.FullName,
            _ => Find(folder.Parent),
        };
}
