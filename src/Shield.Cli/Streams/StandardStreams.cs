using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Shield.Cli.Streams;

/// <summary>
/// Standard input, output and error of this process, as far as whoever started it gave them. Where one was closed (<c>&gt;&amp;-</c>), the
/// runtime has opened something of its own under that number, such as the pipe through which it learns of signals: reading or writing there
/// could end the process.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>
    /// O_CLOEXEC, in the octal digits of Linux's <c>/proc/self/fdinfo</c>: nobody can hand such a descriptor on, and the runtime opens all
    /// of its own so.
    /// </summary>
    private const long CloseOnExec = 0x80000;

    public static TextWriter OpenOutput() => IsGiven(Output) ? System.Console.Out : new ClosedWriter();

    public static TextWriter OpenError() => IsGiven(Error) ? System.Console.Error : new ClosedWriter();

    public static bool IsOutputTerminal => IsGiven(Output) && !System.Console.IsOutputRedirected;

    public static bool IsErrorTerminal => IsGiven(Error) && !System.Console.IsErrorRedirected;

    /// <exception cref="IOException">It is closed, or a device without an end.</exception>
    public static Stream OpenInput() =>
        !IsGiven(Input)
            ? throw new IOException("standard input is closed")
            : new InterruptibleStream(System.Console.OpenStandardInput(), isEndless: IsEndless());

    private static bool IsGiven(int descriptor)
    {
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor.ToString(CultureInfo.InvariantCulture)}")
                .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is null || (Convert.ToInt64(flags["flags:".Length..].Trim(), 8) & CloseOnExec) is 0;
        }
        catch (FileNotFoundException)
        {
            // There is no such descriptor; or no /proc, on a system other than Linux.
            return !OperatingSystem.IsLinux();
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return true;
        }
    }

    private static bool IsEndless()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        using var handle = new SafeFileHandle(Input, ownsHandle: false);
        return InterruptibleStream.MayBeEndless(handle);
    }

    /// <summary>Stands for a stream that nobody gave.</summary>
    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("it is closed");
    }
}
