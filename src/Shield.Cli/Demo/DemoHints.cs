namespace Shield.Cli.Demo;

/// <summary>How to look around on a stage that is kept.</summary>
internal static class DemoHints
{
    /// <param name="stage">What is kept.</param>
    /// <param name="console">Where the console is.</param>
    /// <param name="to">Where to.</param>
    public static async Task WriteAsync(DemoStage stage, string console, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"See it in a browser: {console}");
        to.WriteLine();
        to.WriteLine(
            $"The simulated PCE stays up at {stage.Url.GetLeftPart(UriPartial.Authority)}, organisation "
                + $"{stage.Composition.Settings.Pce.OrgId}, until Ctrl-C. From another terminal:"
        );
        to.WriteLine();
        foreach (var (name, value) in stage.Environment)
        {
            to.WriteLine($"  export {name}={value}");
        }

        to.WriteLine();
        to.WriteLine("  ./shield status");
        to.WriteLine($"  ./shield explain {Cast.Parties[0].Address}");
        to.WriteLine($"  ./shield ingest --apply {stage.FolderOfSamples}/*.json");
        to.WriteLine(
            $"  curl -u {DemoStage.Credentials} '{new Uri(stage.Url, ReachQuestions.PathFor(Cast.Parties[0], ReachQuestions.Doors[0]))}'"
        );
        to.WriteLine();
        await to.FlushAsync();
    }
}
