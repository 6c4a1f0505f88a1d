using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Shield.BrowserTests;

/// <summary>The built program, as somebody runs it.</summary>
internal static partial class ShieldProgram
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "shield.exe" : "shield");

    /// <summary>A command to its end.</summary>
    /// <returns>What it said on standard output.</returns>
    public static async Task<string> RunAsync(string folder, string? input, params string[] arguments)
    {
        using var process = Start(folder, arguments, takesInput: true);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(
            process.ExitCode is 0,
            $"shield {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}{await output}"
        );
        return await output;
    }

    /// <summary>A command that goes on, once it says where it answers.</summary>
    public static async Task<(Process Process, Uri Url)> ServeAsync(string folder, params string[] arguments)
    {
        var process = Start(folder, arguments, takesInput: false);
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var said = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(said is not null, $"shield {string.Join(' ', arguments)} said nothing: {error}");
        return (process, new Uri(Address().Match(said).Value));
    }

    private static Process Start(string folder, string[] arguments, bool takesInput) =>
        Process.Start(
            new ProcessStartInfo(File, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = takesInput,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["DOTNET_TieredPGO"] = "0",
                    ["DOTNET_ROOT"] = Path.GetFullPath(
                        Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")
                    ),
                },
            }
        )!;

    [GeneratedRegex("https?://[0-9.]+:[0-9]+")]
    private static partial Regex Address();
}
