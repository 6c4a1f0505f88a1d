namespace Shield.Core.Findings;

/// <summary>
/// How a stream is laid out, as far as it was read: the lists that are open, and whether each line stands by itself (JSON Lines).
/// </summary>
internal sealed class Layout
{
    private readonly Stack<OpenList> _lists = new();

    /// <summary>The first line is a whole value, and another line follows; null while nobody can tell.</summary>
    private bool? _isLines;

    private long _valueLine;

    /// <summary>Whatever is open ends with its line.</summary>
    public bool IsLines => _isLines is true;

    /// <summary>In JSON Lines, outside of any list: only the line's end ends what is open.</summary>
    public bool HasItsOwnLine => IsLines && _lists.Count is 0;

    /// <summary>No list may be opened inside these.</summary>
    public bool IsDeepest => _lists.Count >= FindingReader.MaxDepth;

    public bool IsInList => Innermost is { IsBehindList: false };

    public bool IsBehindList => Innermost is { IsBehindList: true };

    private OpenList? Innermost => _lists.TryPeek(out var list) ? list : null;

    /// <summary>Notes that a value starts where the window stands, and says where that is.</summary>
    public RecordPosition Begin(InputWindow window)
    {
        _valueLine = _lists.Count is 0 ? window.Line : _valueLine;
        return PositionOf(window);
    }

    /// <summary>Where the window stands. What starts there is no value, so it does not say whether each line stands by itself.</summary>
    public RecordPosition PositionOf(InputWindow window)
    {
        var list = IsInList ? Innermost : null;
        return new RecordPosition(window.Line, window.Offset, list?.Name, list?.NextIndex());
    }

    /// <param name="name">The member whose list it is; null for a mere array.</param>
    public void Open(string? name, RecordPosition start) => _lists.Push(new OpenList(name, start));

    /// <summary>The list's bracket closed. What stands behind it in the object of a page is still to come.</summary>
    public void CloseList()
    {
        if (Innermost is { Name: not null } page)
        {
            page.IsBehindList = true;
        }
        else
        {
            _lists.Pop();
        }
    }

    public void ClosePage() => _lists.Pop();

    /// <returns>Where the innermost list starts that was open.</returns>
    public RecordPosition? CloseAll()
    {
        var start = Innermost?.Start;
        _lists.Clear();
        return start;
    }

    public void EndLine(long line)
    {
        if (_isLines is null && _lists.Count is 0 && _valueLine > 0)
        {
            _isLines = _valueLine == line;
        }
    }
}

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
