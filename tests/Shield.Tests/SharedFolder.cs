namespace Shield.Tests;

/// <summary>
/// The folder of real data beside the repository (or at SHIELD_SHARED). Too big and not ours to keep here, so its tests are skipped where
/// it is absent.
/// </summary>
public static class SharedFolder
{
    private static readonly string? Root = Candidates().FirstOrDefault(Directory.Exists);

    public static string File(params string[] parts)
    {
        Assert.SkipWhen(Root is null, "no folder of shared data: set SHIELD_SHARED or put it beside the repository as 'shared'");
        var path = Path.Combine([Root!, .. parts]);
        Assert.SkipUnless(System.IO.File.Exists(path), $"the shared folder has no {Path.Combine(parts)}");
        return path;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("SHIELD_SHARED") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Shield.slnx")) && folder.Parent is { } beside)
            {
                yield return Path.Combine(beside.FullName, "shared");
            }
        }
    }
}
