using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Console.Acting;

/// <summary>What somebody asks for on a page.</summary>
internal sealed record ActRequest(ActKind Kind)
{
    public required ImmutableArray<Indicator> Parties { get; init; }

    /// <summary>Of a block by hand.</summary>
    public Directions Directions { get; init; } = Directions.Both;

    /// <summary>Null: it never ends by itself.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>The act that a withdrawal takes back.</summary>
    public string? ActId { get; init; }

    public required string Reason { get; init; }
}
