namespace Shield.Cli.Samples;

/// <summary>One finding, as GuardDuty or EventBridge would write it, on one line.</summary>
/// <param name="FileName">Its name where it is written into a folder.</param>
/// <param name="Json">The finding.</param>
internal sealed record SampleFinding(string FileName, string Json);
