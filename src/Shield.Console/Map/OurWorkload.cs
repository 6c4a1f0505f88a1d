using System.Collections.Immutable;
using Shield.Pce.Reaching;

namespace Shield.Console.Map;

/// <summary>A workload as the map shows it.</summary>
public sealed record OurWorkload
{
    /// <summary>On the PCE; identifies it.</summary>
    public required string Href { get; init; }

    public required string Name { get; init; }

    public required AppGroup Group { get; init; }

    /// <summary>Of its labels the role; null where it has none.</summary>
    public string? Role { get; init; }

    /// <summary>Its enforcement mode in the API's word; null where the PCE does not say.</summary>
    public string? Mode { get; init; }

    /// <summary>False: it has no agent (VEN), so nothing is enforced on it.</summary>
    public bool IsManaged { get; init; } = true;

    /// <summary>Which blocks it enforces. What is not proved is not in it.</summary>
    public BlockKinds Enforces { get; init; }

    /// <summary>Why blocks do nothing on it, or are not known to; those that have the same reason are one.</summary>
    public ImmutableArray<WorkloadObstacle> Obstacles { get; init; } = [];
}

/// <param name="Kinds">Of which blocks.</param>
/// <param name="Reason">Null: it has no agent.</param>
/// <param name="Detail">What the PCE says, where the reason does not say it all.</param>
public sealed record WorkloadObstacle(BlockKinds Kinds, ReachReason? Reason, string? Detail);

/// <summary>
/// Workloads that carry the same labels for application and environment. An empty text stands for a label that is not there.
/// </summary>
public readonly record struct AppGroup(string App, string Environment)
{
    public static readonly AppGroup None = new("", "");

    public string Text =>
        (App, Environment) switch
        {
            ("", "") => "No application label",
            (_, "") => App,
            ("", _) => $"no application, {Environment}",
            _ => $"{App}, {Environment}",
        };
}
