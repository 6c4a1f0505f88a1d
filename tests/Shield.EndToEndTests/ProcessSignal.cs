using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shield.EndToEndTests;

/// <summary>
/// A signal, by its number, sent without the program <c>kill</c>: not every machine has it, such as the official image of the SDK.
/// </summary>
internal sealed record ProcessSignal(int Number)
{
    public static ProcessSignal Terminate { get; } = new(15);

    /// <summary>The numbers of these two are others on macOS.</summary>
    public static ProcessSignal Stop { get; } = new(OperatingSystem.IsMacOS() ? 17 : 19);

    public static ProcessSignal Continue { get; } = new(OperatingSystem.IsMacOS() ? 19 : 18);

    /// <exception cref="InvalidOperationException">The system did not send it, such as to a process that is gone.</exception>
    public void SendTo(Process process)
    {
        if (Kill(process.Id, Number) is not 0)
        {
            throw new InvalidOperationException(
                $"signal {Number} was not sent to process {process.Id}: error {Marshal.GetLastPInvokeError()}"
            );
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
