using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>Reads what <c>doctor</c> said.</summary>
internal static class Examined
{
    private static JsonNode Row(CliRun run, string check) => run.Json["checks"]!.AsArray().Single(row => (string)row!["check"]! == check)!;

    public static string Answer(CliRun run, string check) => (string)Row(run, check)["answer"]!;

    public static string Detail(CliRun run, string check) => (string)Row(run, check)["detail"]!;

    public static string Remedy(CliRun run, string check) => (string)Row(run, check)["remedy"]!;

    public static IEnumerable<string> Named(CliRun run, string answer) =>
        run.Json["checks"]!.AsArray().Where(row => (string)row!["answer"]! == answer).Select(row => (string)row!["check"]!);
}
