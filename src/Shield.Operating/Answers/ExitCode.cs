namespace Shield.Operating.Answers;

/// <summary>What scripts look at; docs/exit-codes.md.</summary>
public static class ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Done = 0;

    public const int Error = 1;

    /// <summary><c>plan</c> only: changes exist.</summary>
    public const int Changes = 2;

    /// <summary>
    /// Refused, paused, not enforced, or additions were kept back, the rest having gone. Of an act: what it asks for does not hold.
    /// </summary>
    public const int Refused = 3;

    /// <summary>Done, but records of the input were rejected.</summary>
    public const int Rejected = 4;

    /// <summary>The command line itself (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;

    /// <summary>Ctrl-C or SIGTERM, as a shell reports it; what was recorded stays.</summary>
    public const int Interrupted = 130;
}
