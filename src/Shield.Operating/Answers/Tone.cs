namespace Shield.Operating.Answers;

/// <summary>How a line is meant; a terminal and a page draw it each in their own way.</summary>
public enum Tone
{
    Plain,
    Good,
    Warning,
    Bad,
    Faint,
    Strong,
}
