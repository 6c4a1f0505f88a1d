using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Shield.Cli.Commands;
using Shield.Cli.Output;

namespace Shield.Cli.Samples;

/// <summary><c>shield samples</c>: findings to try <c>ingest</c> with. It needs no settings and no PCE.</summary>
internal static class SamplesCommand
{
    public static Command Create(CommandRunner runner)
    {
        var to = new Option<DirectoryInfo?>("--to") { Description = "A folder to write them into, one file each, instead of printing them" };
        var command = new Command("samples", "Print ten sample findings, one a line, as if GuardDuty had reported them just now: shield samples | shield ingest -") { to };
        runner.On(command, async (parsed, _, cancellationToken) =>
        {
            var now = runner.Surroundings.Clock.GetUtcNow();
            ImmutableArray<string>? files = parsed.GetValue(to) is { } folder ? await SampleFindings.WriteAsync(folder.FullName, now, cancellationToken) : null;
            var lines = SampleFindings.At(now);
            var answer = new SamplesAnswer([.. lines.Select(line => JsonNode.Parse(line.Json)!)], files);
            return Reply.Of(new Answer<SamplesAnswer>(answer, ExitCode.Done), SamplesJson.Default.SamplesAnswer, (document, screen) => Write(lines, document.Files, screen));
        });
        return command;
    }

    private static void Write(ImmutableArray<SampleFinding> lines, ImmutableArray<string>? files, Screen screen)
    {
        // On a terminal a finding would be wrapped at its width, and what is copied from there would be no JSON: a pipe or --to keeps it whole.
        foreach (var line in files is null ? lines.Select(line => line.Json) : files)
        {
            screen.Line(line);
        }
    }
}
