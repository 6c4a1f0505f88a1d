namespace Shield.Cli.Demo;

/// <summary>How to look around on a stage that is kept.</summary>
internal static class DemoHints
{
    public static void Write(DemoStage stage, TextWriter to)
    {
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
    }
}
