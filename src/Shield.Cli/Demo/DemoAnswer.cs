using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Operating.Threats;

namespace Shield.Cli.Demo;

/// <summary>Of <c>demo</c>.</summary>
public sealed record DemoAnswer
{
    public required ImmutableArray<Party> Parties { get; init; }

    public required Reach Reach { get; init; }

    public required IngestAnswer Ingest { get; init; }

    /// <summary>All of them, the ignored ones too.</summary>
    public required ImmutableArray<ThreatRow> Threats { get; init; }
}
