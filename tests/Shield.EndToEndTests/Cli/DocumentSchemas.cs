using NJsonSchema;

namespace Shield.EndToEndTests.Cli;

/// <summary>docs/schemas/: what others script against.</summary>
internal static class DocumentSchemas
{
    private static readonly Dictionary<string, JsonSchema> Loaded = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "docs", "schemas"), "*.schema.json")
        .ToDictionary(
            file => Path.GetFileName(file).Replace(".schema.json", "", StringComparison.Ordinal),
            file => JsonSchema.FromFileAsync(file, TestContext.Current.CancellationToken).GetAwaiter().GetResult()
        );

    public static IReadOnlyCollection<string> Names => Loaded.Keys;

    /// <summary>Fails where the document is not what its schema says.</summary>
    public static void Check(string name, string document)
    {
        var errors = Loaded[name].Validate(document);
        Assert.True(errors.Count is 0, $"{name}: {string.Join("; ", errors)}\n{document}");
    }

    /// <summary>By the command and its subcommand.</summary>
    public static string NameFor(IReadOnlyList<string> arguments) =>
        arguments switch
        {
            ["--version", ..] => "version",
            ["threats", "list", ..] when arguments.Contains("--by") => "threats-by",
            ["threats", "list", ..] => "threats",
            ["threats", "acts" or "import" or "export", ..] => $"threats-{arguments[1]}",
            ["explain", ..] or ["threats", "show", ..] => "explain",
            ["threats", ..] or ["unblock", ..] or ["allow", "add" or "remove", ..] => "act",
            ["allow", "list", ..] => "allow-list",
            ["allow", "check", ..] => "allow-check",
            ["never-block" or "policy" or "history" or "notify" or "feeds", var sub, ..] => $"{arguments[0]}-{sub}",
            [var command, ..] => command,
            [] => "error",
        };
}
