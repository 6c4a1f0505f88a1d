namespace Shield.Core.Findings;

/// <summary>
/// The open brackets of one record. Deeper than <see cref="FindingReader.MaxDepth"/> they are only counted: such a record is refused
/// anyway.
/// </summary>
internal struct Brackets
{
    private ulong _objects;

    public int Depth { get; private set; }

    public readonly bool IsInObject => Depth is > 0 and <= FindingReader.MaxDepth && IsObject(Depth);

    public void Open(byte bracket)
    {
        if (Depth < FindingReader.MaxDepth)
        {
            var bit = 1UL << Depth;
            _objects = bracket is (byte)'{' ? _objects | bit : _objects & ~bit;
        }

        Depth++;
    }

    /// <summary>Closes the innermost bracket of that kind, and with it whatever was left open inside.</summary>
    /// <returns>False where none of that kind is open.</returns>
    public bool TryClose(byte bracket)
    {
        var depth = Depth;
        while (depth is > 0 and <= FindingReader.MaxDepth && IsObject(depth) != bracket is (byte)'}')
        {
            depth--;
        }

        if (depth is 0)
        {
            return false;
        }

        Depth = depth - 1;
        return true;
    }

    private readonly bool IsObject(int depth) => (_objects >> (depth - 1) & 1) is 1;
}
