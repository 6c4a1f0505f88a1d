namespace Shield.Core.Planning.Pce;

/// <summary>
/// <c>PAUSED by WHO at T: why</c> at the start of a list's draft description, where every instance sees it in the read it does anyway.
/// Whoever can edit the list in the PCE's own console can write it.
/// </summary>
public sealed record PauseFlag(string Text)
{
    private const string Start = "PAUSED by ";

    public static PauseFlag? Read(string? description) =>
        description?.StartsWith(Start, StringComparison.Ordinal) is true ? new PauseFlag(description.Split('\n')[0]) : null;
}
