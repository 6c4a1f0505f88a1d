namespace Shield.Operating.Reading;

/// <summary>How much of an indicator never-block covers.</summary>
public enum Coverage
{
    None,

    /// <summary>The covered part is cut out of a block.</summary>
    Part,
    Whole,
}

/// <summary>Whether an indicator is protected, and by what.</summary>
/// <param name="Reason">The code of the first tier that protects it; null where none does.</param>
/// <param name="Detail">Where the protection comes from, or what could not be asked.</param>
public sealed record Protection(Coverage Coverage, string? Reason, string? Detail);

public static class CoverageWords
{
    public static string ToWord(this Coverage coverage) =>
        coverage switch
        {
            Coverage.None => "none",
            Coverage.Part => "part",
            Coverage.Whole => "whole",
        };
}
