using System.ComponentModel;
using System.Diagnostics;

namespace Shield.Tests.Deploy;

/// <summary>A program of this machine, run to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <param name="environment">Beside that of the tests; null takes a variable away.</param>
    public static async Task<ToolRun> RunAsync(
        string program,
        string[] arguments,
        string input = "",
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        using var patience = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(patience.Token);
        return new ToolRun(process.ExitCode, await output, await error);
    }

    /// <summary>Skips the test where Python lacks one of these.</summary>
    /// <param name="install">How it is got, for the word that goes with the skip.</param>
    public static async Task NeedsPythonAsync(string modules, string install)
    {
        Assert.SkipUnless(await IsThereAsync("python3"), $"no python3 here: {install}");
        Assert.SkipUnless((await RunAsync("python3", ["-c", $"import {modules}"])).Code is 0, $"no {modules} here: {install}");
    }

    public static async Task NeedsAsync(string program, string install) =>
        Assert.SkipUnless(await IsThereAsync(program), $"no {program} here: {install}");

    private static async Task<bool> IsThereAsync(string program)
    {
        try
        {
            await RunAsync(program, ["--version"]);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
