using Shield.Core.Decisions.SoftLists;
using Shield.Pce.Calling;

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
            return SoftSource.Read(file, BoundedFile.Read(path, SoftSource.LargestFile), path);
        }
        catch (IOException e)
        {
            return SoftSource.Refused(file, $"{path}: cannot be read: {e.Message}");
        }
    }
}
