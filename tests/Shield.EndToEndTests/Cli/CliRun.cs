using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>What one command came to.</summary>
public sealed record CliRun(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public string? ErrorCode => (string?)Json["error"]?["code"];

    public CliRun Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}\n{Output}\n{Error}");
        return this;
    }
}
