namespace Shield.Cli.Sources;

/// <summary>How the reading of a source ended.</summary>
public enum SourceEnd
{
    /// <summary>All of it was taken.</summary>
    Whole,

    /// <summary>It was read to its end, and parts of it were rejected.</summary>
    Rejected,

    /// <summary>What it holds cannot be unpacked: reading it again would end the same way.</summary>
    Damaged,

    /// <summary>It could not be opened, or not read to its end.</summary>
    Unreadable,
}
