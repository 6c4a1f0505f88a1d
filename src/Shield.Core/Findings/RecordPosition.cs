using System.Globalization;

namespace Shield.Core.Findings;

/// <summary>Where in the input a record starts, for a person with an editor.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Offset">In bytes, from 0.</param>
/// <param name="Index">From 0, inside the innermost list; null for a record that stands by itself.</param>
/// <param name="IsInPage">The list is the <c>findings</c> of a page.</param>
public readonly record struct RecordPosition(long Line, long Offset, long? Index, bool IsInPage)
{
    /// <summary><c>line 3</c>, <c>record 5 (line 3, byte 1234)</c> or <c>findings[4] (line 3, byte 1234)</c>.</summary>
    public override string ToString() => Index switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"line {Line}"),
        { } index when IsInPage => string.Create(CultureInfo.InvariantCulture, $"findings[{index}] (line {Line}, byte {Offset})"),
        { } index => string.Create(CultureInfo.InvariantCulture, $"record {index + 1} (line {Line}, byte {Offset})"),
    };
}
