namespace Shield.EndToEndTests.Simulator;

/// <summary>The material that lies beside the repository, not in it: SHIELD_SHARED, or a folder <c>shared</c> beside its root.</summary>
internal static class Shared
{
    /// <summary>Null where it is absent.</summary>
    public static string? Folder(string name)
    {
        if (Environment.GetEnvironmentVariable("SHIELD_SHARED") is { Length: > 0 } given)
        {
            return Existing(given, name);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shield.slnx")))
            {
                return folder.Parent is { } beside ? Existing(Path.Combine(beside.FullName, "shared"), name) : null;
            }
        }

        return null;
    }

    private static string? Existing(string folder, string name) =>
        Path.Combine(folder, name) is var path && Directory.Exists(path) ? path : null;
}
