namespace Shield.Core.Findings;

/// <summary>A list of records that the reader is inside of.</summary>
internal sealed class OpenList(OpenListKind kind, RecordPosition start)
{
    public OpenListKind Kind => kind;

    public RecordPosition Start => start;

    /// <summary>How many elements have begun.</summary>
    public long Count { get; private set; }

    public long NextIndex() => Count++;
}

internal enum OpenListKind
{
    Array,

    /// <summary>The object around <c>findings</c>: its other members are skipped.</summary>
    Page,

    /// <summary>The array <c>findings</c> itself.</summary>
    Findings,
}
