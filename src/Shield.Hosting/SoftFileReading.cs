using Shield.Core.Decisions.SoftLists;

namespace Shield.Hosting;

/// <summary>The edge where a never-block file comes in: all of its bytes, or why not.</summary>
public static class SoftFileReading
{
    public static SoftSource Read(SoftFile file) => Read(file, file.Path);

    /// <param name="path">Of the file itself, or of what may take its place.</param>
    public static SoftSource Read(SoftFile file, string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return stream.Length <= SoftSource.LargestFile
                ? SoftSource.Read(file, ReadAll(stream), path)
                : SoftSource.Refused(file, $"{path}: it is longer than {SoftSource.LargestFile >> 20} MiB, and no list is");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return SoftSource.Refused(file, $"{path}: cannot be read: {e.Message}");
        }
    }

    private static byte[] ReadAll(FileStream stream)
    {
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
