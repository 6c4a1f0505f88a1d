using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Shield.EndToEndTests.Cli;

/// <summary>A terminal of the system's own, so that a program believes to speak to a person: the kernel's, without any tool.</summary>
internal sealed class Pty : IDisposable
{
    private const int LongestName = 64;

    /// <summary>O_RDWR | O_NOCTTY: it must not become the terminal of the tests themselves.</summary>
    private const int ForSomebodyElse = 2 | 0x100;

    private readonly SafeFileHandle _master = System.IO.File.OpenHandle(
        "/dev/ptmx",
        FileMode.Open,
        FileAccess.ReadWrite,
        FileShare.ReadWrite
    );

    private readonly SafeFileHandle _held;

    public Pty(int rows, int columns)
    {
        var name = new byte[LongestName];
        if (grantpt(_master) is not 0 || unlockpt(_master) is not 0 || ptsname_r(_master, name, LongestName) is not 0)
        {
            throw new InvalidOperationException($"no terminal can be had: error {Marshal.GetLastPInvokeError()}");
        }

        Name = Encoding.ASCII.GetString(name).TrimEnd('\0');
        // Held open until the program has ended: with nobody there, reading would end before it begins.
        _held = open(Name, ForSomebodyElse);
        using var size = Process.Start("stty", ["-F", Name, "rows", $"{rows}", "cols", $"{columns}"]);
        size.WaitForExit();
    }

    /// <summary>Such as <c>/dev/pts/3</c>.</summary>
    public string Name { get; }

    /// <summary>Nobody writes to it any more: whoever reads comes to the end.</summary>
    public void End() => _held.Dispose();

    /// <summary>All that is written to it, until <see cref="End"/>.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var piece = new byte[4096];
        await using var stream = new FileStream(_master, FileAccess.Read, bufferSize: 0);
        try
        {
            while (await stream.ReadAsync(piece, cancellationToken) is > 0 and var read)
            {
                text.Append(Encoding.UTF8.GetString(piece, 0, read));
            }
        }
        catch (IOException)
        {
            // The other end is closed: Linux says so with EIO.
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    public void Dispose()
    {
        _held.Dispose();
        _master.Dispose();
    }

    [DllImport("libc", SetLastError = true, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int grantpt(SafeFileHandle master);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int unlockpt(SafeFileHandle master);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ptsname_r(SafeFileHandle master, byte[] name, nint length);
}
