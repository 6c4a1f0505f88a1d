using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;

namespace Shield.Pce.Reaching;

/// <summary>A block on one of our lists, as far as it matters to a workload.</summary>
public sealed record BlockTerms
{
    public required PceMode Mode { get; init; }

    public required Direction Direction { get; init; }

    /// <summary>Of the entry.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>The rule that makes the list block.</summary>
    public required BlockingRule Rule { get; init; }

    /// <summary>Deny mode: the label sets of <c>Pce:Scope</c>, which tell whom a block is meant for; empty is all workloads.</summary>
    public required ImmutableArray<LabelSet> Scope { get; init; }

    /// <summary>The PCE is in listen-only mode: it sends nothing to any VEN (docs/pce.md#15-from-provisioning-to-the-firewall).</summary>
    public required bool PceListensOnly { get; init; }

    /// <param name="options">Where mode and scope stand; in order, by their <see cref="PceOptions.Validate"/>.</param>
    public static BlockTerms Of(BlockingRule rule, AddressFamily family, PceOptions options, Estate estate) =>
        new()
        {
            Mode = options.Mode,
            Direction = rule.Direction,
            Family = family,
            Rule = rule,
            Scope = options.ScopeSets(),
            PceListensOnly = estate.PceListensOnly,
        };
}
