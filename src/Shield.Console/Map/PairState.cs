namespace Shield.Console.Map;

/// <summary>What the policy says of a remote party and a workload of ours. The graver state has the greater value.</summary>
public enum PairState
{
    /// <summary>Nothing was seen between the two and no decision is about the party: there is no line.</summary>
    Unasked,

    /// <summary>
    /// Grey: nothing proves that the party is let through, and nothing proves that it is not. The PCE or the reach is unknown, the block
    /// does nothing on that workload, or the block is not active yet.
    /// </summary>
    Unproven,

    /// <summary>Green: the PCE says that its active policy lets the party through.</summary>
    Allowed,

    /// <summary>Amber: the party waits for a person, and no list of ours blocks it.</summary>
    Held,

    /// <summary>
    /// Red: the entry is on the active list, the rule that uses the list is in force, and the workload enforces it. New connections are
    /// refused.
    /// </summary>
    Blocked,
}

public static class PairStateWords
{
    /// <summary>Those that have a line, the gravest first.</summary>
    public static IReadOnlyList<PairState> Drawn { get; } = [PairState.Blocked, PairState.Held, PairState.Allowed, PairState.Unproven];

    public static string ToWord(this PairState state) =>
        state switch
        {
            PairState.Unasked => "unasked",
            PairState.Unproven => "unproven",
            PairState.Allowed => "allowed",
            PairState.Held => "held",
            PairState.Blocked => "blocked",
        };

    /// <summary>For the legend.</summary>
    public static string Of(PairState state) =>
        state switch
        {
            PairState.Unasked => "Nothing was seen",
            PairState.Unproven => "Not proved",
            PairState.Allowed => "Allowed",
            PairState.Held => "Held for a person",
            PairState.Blocked => "Blocked",
        };
}
