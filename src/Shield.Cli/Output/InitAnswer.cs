using System.Collections.Immutable;

namespace Shield.Cli.Output;

/// <summary>Of <c>init</c>.</summary>
public sealed record InitAnswer
{
    public required string Owner { get; init; }

    public required string Mode { get; init; }

    /// <summary>False: it was only shown.</summary>
    public required bool Applied { get; init; }

    /// <summary>What is missing, or was made.</summary>
    public required ImmutableArray<string> Create { get; init; }

    /// <summary>What was there already and is left as it is.</summary>
    public required ImmutableArray<string> Present { get; init; }

    public required bool Provision { get; init; }

    public required long? PolicyVersion { get; init; }

    /// <summary>What somebody should know and init leaves alone.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>How to stop all blocking in the PCE's own console, without Shield.</summary>
    public required string BreakGlass { get; init; }

    public required RefusalRow? Refused { get; init; }
}
