namespace Shield.Core.Findings;

/// <summary>What the reader of records does next, by the byte that it stands at.</summary>
internal enum Step
{
    /// <summary>Space between records, and the commas of lists.</summary>
    PassBlank,
    EndLine,

    /// <summary>A byte order mark stands wherever a file of its own began: files are joined by <c>cat</c>.</summary>
    PassByteOrderMark,

    /// <summary>This may be a byte order mark, and its last bytes have not come yet.</summary>
    WaitForMoreBytes,
    ReadRecord,
    OpenList,
    CloseList,

    /// <summary>The object of a page ends, <c>{"findings":[…]}</c>, whose list has ended before.</summary>
    ClosePage,

    /// <summary>Anything else is no record: it is passed over and rejected.</summary>
    PassScrap,
}

/// <summary>Byte and layout → step.</summary>
internal static class Steps
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <param name="bytes">From where the reader stands; not empty.</param>
    /// <param name="layout">Which lists are open there.</param>
    /// <param name="isEnded">Nothing follows these bytes.</param>
    public static Step Next(ReadOnlySpan<byte> bytes, Layout layout, bool isEnded) =>
        bytes[0] switch
        {
            (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',' => Step.PassBlank,
            (byte)'\n' => Step.EndLine,
            0xEF when bytes.StartsWith(ByteOrderMark) => Step.PassByteOrderMark,
            0xEF when bytes.Length < ByteOrderMark.Length && !isEnded => Step.WaitForMoreBytes,
            (byte)'{' or (byte)'"' when !layout.IsBehindList => Step.ReadRecord,
            (byte)'[' when !layout.IsBehindList => Step.OpenList,
            (byte)']' when layout.IsInList => Step.CloseList,
            (byte)'}' when layout.IsBehindList => Step.ClosePage,
            _ => Step.PassScrap,
        };
}
