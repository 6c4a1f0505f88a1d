namespace Shield.Pce.Calling;

/// <summary>
/// A file of settings, certificates or addresses: read whole, or told why not. What is named may be a pipe that nobody writes to or a
/// device without an end; neither may hold a command up or fill the memory.
/// </summary>
public static class BoundedFile
{
    /// <summary>So much settings and certificates may be.</summary>
    public const int UsualLimit = 1 << 20;

    /// <summary>A pipe gives its first byte sooner, unless nobody writes to it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="path">A file, or a pipe that somebody writes to.</param>
    /// <param name="limit">In bytes.</param>
    /// <exception cref="IOException">It cannot be read; the message says why, and leaves it to the caller to name the file.</exception>
    public static byte[] Read(string path, int limit)
    {
        // A thread of its own: opening a pipe that nobody writes to does not return, and nothing can interrupt it.
        var reading = Task.Factory.StartNew(
            () => ReadWhole(path, limit),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            return reading.WaitAsync(Patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            throw new IOException($"it gave no end within {Patience.TotalSeconds:0} s; is it a pipe that nobody writes to, or a terminal?");
        }
        catch (Exception fault) when (WhyNot(fault, path) is { } why)
        {
            throw new IOException(why, fault);
        }
    }

    /// <summary>Why a file cannot be opened or read, without its name.</summary>
    /// <returns>Null for what is no fault of the file.</returns>
    public static string? WhyNot(Exception fault, string path) =>
        fault switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            // Opening one is refused as if it were a matter of permission.
            UnauthorizedAccessException or IOException when Directory.Exists(path) => "it is a directory, and a file is wanted",
            UnauthorizedAccessException => "this process may not read it",
            IOException => fault.Message,
            ArgumentException or NotSupportedException => "this is no name of a file",
            _ => null,
        };

    private static byte[] ReadWhole(string path, int limit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var content = new MemoryStream();
        var piece = new byte[64 << 10];
        while (file.Read(piece) is > 0 and var read)
        {
            if (content.Length + read > limit)
            {
                throw new IOException($"it is longer than {limit >> 20} MiB, which is the most that is read of such a file");
            }

            content.Write(piece, 0, read);
        }

        return content.ToArray();
    }
}
