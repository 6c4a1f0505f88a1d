using System.Text;
using System.Text.Json;

namespace Shield.Notifying;

/// <summary>
/// A letter a line, appended. Whoever sends them moves the file aside first, so that nothing waits for a slow channel; what was moved aside
/// by somebody who died is found again.
/// </summary>
public sealed class DeadLetterFile(string path) : IDeadLetters
{
    /// <summary>A channel that is wrong for a year fills no disk.</summary>
    private const long LongestFile = 64 << 20;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    /// <exception cref="IOException">Also where the file is full.</exception>
    public async Task KeepAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(letter, NotifyingJson.Default.DeadLetter), (byte)'\n'];
        await using var file = Open(path, FileMode.Append);
        if (file.Length + line.Length > LongestFile)
        {
            throw new IOException($"'{path}' is full ({LongestFile >> 20} MiB): shield notify retry sends what is in it");
        }

        // In one call: another process that appends comes before it or after it.
        await file.WriteAsync(line, cancellationToken);
        await file.FlushAsync(cancellationToken);
    }

    /// <summary>Sends each letter once; what is not taken is kept again.</summary>
    /// <param name="send">Null where the letter is done with; else why it is kept.</param>
    /// <param name="cancellationToken">Ends it; what is left is kept.</param>
    /// <returns>How many were sent, were kept, and could not be read; those stay in a file beside it.</returns>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public async Task<(int Sent, int Kept, int Unreadable)> RetryAsync(
        Func<DeadLetter, Task<string?>> send,
        CancellationToken cancellationToken
    )
    {
        var (sent, kept, unreadable) = (0, 0, 0);
        foreach (var aside in MoveAside())
        {
            await using var held = TryHold(aside);
            if (held is null)
            {
                continue;
            }

            using var reader = new StreamReader(held, Encoding.UTF8);
            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                if (Read(line) is not { } letter)
                {
                    unreadable++;
                    await File.AppendAllTextAsync($"{path}.unreadable", line + "\n", CancellationToken.None);
                    continue;
                }

                var why = cancellationToken.IsCancellationRequested ? letter.Why : await send(letter);
                (sent, kept) = why is null ? (sent + 1, kept) : (sent, kept + 1);
                if (why is not null)
                {
                    await KeepAsync(letter with { Why = why }, CancellationToken.None);
                }
            }

            File.Delete(aside);
        }

        return (sent, kept, unreadable);
    }

    private string[] MoveAside()
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (File.Exists(path))
        {
            File.Move(path, $"{path}.sending-{Guid.NewGuid():N}");
        }

        return Directory.Exists(folder) ? Directory.GetFiles(folder, $"{System.IO.Path.GetFileName(path)}.sending-*") : [];
    }

    /// <summary>Null where another process sends what is in it.</summary>
    private static FileStream? TryHold(string aside)
    {
        try
        {
            return new FileStream(aside, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static DeadLetter? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, NotifyingJson.Default.DeadLetter);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
