namespace Shield.Hosting;

/// <summary>
/// A file in the place of another one: written beside it and flushed, then renamed. Whoever reads meets the old file or the new one, never
/// half of one, and a full disk or an interruption leaves the old one.
/// </summary>
public static class ReplacedFile
{
    /// <param name="path">The file, which need not be there.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Who may do what with it, on systems that have such modes; null for what is usual.</param>
    /// <param name="keepAs">Where the old file goes; null where it is not kept.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null, string? keepAs = null)
    {
        var made = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } wanted && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = wanted;
        }

        try
        {
            using (var file = new FileStream(made, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (keepAs is not null && File.Exists(path))
            {
                File.Replace(made, path, keepAs);
            }
            else
            {
                File.Move(made, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(made);
        }
    }
}
