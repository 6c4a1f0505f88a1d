using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

namespace Shield.Cli.Streams;

/// <summary>
/// The program that shows a long text screen by screen, chosen as git chooses it: <c>PAGER</c>, else <c>less</c>; an empty value or
/// <c>cat</c> is none.
/// </summary>
/// <param name="command">As a shell takes it.</param>
/// <param name="options">What <c>less</c> is told where nobody told it anything: leave where all fits on one screen, keep colours, and
/// leave the text on the screen.</param>
internal sealed class Pager(string command, string? options)
{
    public const string Variable = "PAGER";

    private const string Usual = "less";
    private const string OptionsVariable = "LESS";
    private const string UsualOptions = "FRX";

    /// <summary>The exit codes of a shell for a program that it does not find, or may not run.</summary>
    private const int NotRun = 126;

    /// <summary>Null where none is wanted, or there is no shell to start it with.</summary>
    public static Pager? In(IDictionary environment) =>
        (environment[Variable] as string ?? Usual).Trim() is var command && command is "" or "cat" || OperatingSystem.IsWindows()
            ? null
            : new Pager(command, environment[OptionsVariable] is null ? UsualOptions : null);

    /// <summary>Shows the text and waits until the reader has seen enough.</summary>
    /// <returns>False where the pager could not be started: nothing was shown.</returns>
    public bool TryShow(string text)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true };
        if (options is not null)
        {
            start.Environment[OptionsVariable] = options;
        }

        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return false;
            }

            try
            {
                process.StandardInput.Write(text);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The reader left before the end, or the program is not there: its exit code tells.
            }

            process.WaitForExit();
            return process.ExitCode < NotRun;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
