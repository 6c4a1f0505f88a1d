using Shield.Core.Evidence;

namespace Shield.Core.Decisions;

/// <summary>How far Shield may go alone.</summary>
public enum Autonomy
{
    /// <summary>Nothing is written.</summary>
    Observe,

    /// <summary>Every block waits for a person.</summary>
    Ask,

    Act,
}

/// <summary>What archiving a finding does to the support it gave earlier.</summary>
public enum OnArchive
{
    /// <summary>Handled, not innocent: the block runs to its end.</summary>
    Expire,

    /// <summary>A finding whose state is archived supports nothing.</summary>
    Withdraw,
}

/// <summary>What a removal by hand on the PCE means.</summary>
public enum OnManualRemoval
{
    /// <summary>It sticks for 24 hours.</summary>
    Suppress,

    /// <summary>It is repaired like any other difference.</summary>
    Readd,
}

/// <summary>What the operator allows. Changing it changes every decision at the next reconcile: there is no stored one to mend.</summary>
public sealed record DecisionPolicy
{
    public Autonomy Autonomy { get; init; } = Autonomy.Act;

    /// <summary>GuardDuty's scale, 1.0 to 10.0.</summary>
    public double MinimumSeverity { get; init; } = 1.0;

    public bool AcceptSamples { get; init; }

    public PolicySwitches Switches { get; init; } = PolicySwitches.Default;

    public OnArchive OnArchive { get; init; } = OnArchive.Expire;

    public OnManualRemoval OnManualRemoval { get; init; } = OnManualRemoval.Suppress;

    public BlockLives Lives { get; init; } = new();

    /// <summary>The shortest prefix that sightings may block by themselves.</summary>
    public int WidestV4 { get; init; } = 24;

    public int WidestV6 { get; init; } = 64;
}

/// <summary>How long one report keeps its party blocked, by severity.</summary>
public sealed record BlockLives
{
    public TimeSpan Low { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan Medium { get; init; } = TimeSpan.FromHours(72);

    public TimeSpan High { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan Critical { get; init; } = TimeSpan.FromDays(30);

    /// <param name="severity">Low to 3.9, Medium to 6.9, High to 8.9, Critical from 9.0.</param>
    public TimeSpan For(double severity) => severity switch
    {
        >= 9.0 => Critical,
        >= 7.0 => High,
        >= 4.0 => Medium,
        _ => Low,
    };
}
