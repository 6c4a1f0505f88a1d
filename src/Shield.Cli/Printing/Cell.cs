namespace Shield.Cli.Printing;

/// <summary>One text of a table.</summary>
public readonly record struct Cell(string Text, Tone Tone = Tone.Plain);
