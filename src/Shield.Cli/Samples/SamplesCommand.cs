using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Answers;

namespace Shield.Cli.Samples;

/// <summary><c>shield samples</c>: findings to try <c>ingest</c> with. It needs no settings and no PCE.</summary>
internal static class SamplesCommand
{
    public static Command Create(CommandRunner runner)
    {
        var to = new Option<DirectoryInfo?>("--to")
        {
            Description = "A folder to write them into, one file each, instead of printing them",
        };
        var command = new Command(
            "samples",
            "Print ten sample findings, one a line, as if GuardDuty had reported them just now: shield samples | shield ingest -"
        )
        {
            to,
        };
        runner.On(
            command,
            async (parsed, _, cancellationToken) =>
            {
                var samples = SampleFindings.At(runner.Surroundings.Clock.GetUtcNow());
                ImmutableArray<string>? files = parsed.GetValue(to) is { } folder
                    ? await SampleFindings.WriteAsync(samples, folder.FullName, cancellationToken)
                    : null;
                var answer = new SamplesAnswer([.. samples.Select(sample => JsonNode.Parse(sample.Json)!)], files);
                return Reply.Of(
                    new Answer<SamplesAnswer>(answer, ExitCode.Done),
                    SamplesJson.Default.SamplesAnswer,
                    (document, _) => Write(samples, document.Files, runner.Surroundings.Output)
                );
            }
        );
        return command;
    }

    // Not through the screen, which shortens long texts and breaks lines at the width of a terminal: half a finding is no JSON.
    private static void Write(ImmutableArray<SampleFinding> samples, ImmutableArray<string>? files, TextWriter to)
    {
        foreach (var line in files ?? [.. samples.Select(sample => sample.Json)])
        {
            to.WriteLine(line);
        }
    }
}
