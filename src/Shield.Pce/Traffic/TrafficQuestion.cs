using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Pce.Traffic;

/// <summary>Whom to ask the PCE's traffic about, and for how long to wait for its answer.</summary>
public sealed record TrafficQuestion
{
    /// <summary>Addresses, ranges and names; each once.</summary>
    public required ImmutableArray<Indicator> Parties { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>For all parties together. A PCE takes seconds to minutes.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>
    /// Rows of one query. A PCE gives at most 200,000; a tenth of that is a few ten megabytes, and more than anybody reads.
    /// </summary>
    public int MostRows { get; init; } = 20_000;
}
