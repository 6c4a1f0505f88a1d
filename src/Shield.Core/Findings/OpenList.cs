namespace Shield.Core.Findings;

/// <summary>A list of records that the reader is inside of.</summary>
/// <param name="name">The member of the object around it, or null for an array without one.</param>
/// <param name="start">Where it starts, or the object around it.</param>
internal sealed class OpenList(string? name, RecordPosition start)
{
    public string? Name => name;

    public RecordPosition Start => start;

    /// <summary>How many elements were begun.</summary>
    public long Count { get; private set; }

    public long NextIndex() => Count++;

    /// <summary>The list has ended, and the object around it has not: its other members say nothing.</summary>
    public bool IsBehindList { get; set; }
}
