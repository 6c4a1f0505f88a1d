using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Pce.Pausing;

/// <summary>What a panic came to on the PCE.</summary>
public sealed record PanicResult
{
    public required PauseResult Pause { get; init; }

    /// <summary>Blocks of ours that were active and are not any more.</summary>
    public ImmutableArray<(ListPurpose List, Indicator Entry)> Off { get; init; } = [];

    /// <summary>Blocks of ours that are active still.</summary>
    public ImmutableArray<(ListPurpose List, Indicator Entry)> Still { get; init; } = [];

    /// <summary>Why a list was left alone, by its name.</summary>
    public ImmutableArray<(string List, string Why)> LeftAlone { get; init; } = [];

    /// <summary>Draft edits of others that the provisioning took along: <c>inbound +203.0.113.9</c>.</summary>
    public ImmutableArray<string> TookAlong { get; init; } = [];

    /// <summary>The policy version that took them off; null where nothing was active.</summary>
    public long? PolicyVersion { get; init; }
}
