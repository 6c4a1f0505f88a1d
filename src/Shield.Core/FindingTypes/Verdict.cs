namespace Shield.Core.FindingTypes;

/// <summary>The weakest first: a stronger one wins, and the default, a forgotten field, blocks nobody.</summary>
public enum Verdict
{
    Ignore,
    Hold,
    Block,
}
