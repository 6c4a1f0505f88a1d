namespace Shield.Operating.Answers;

/// <summary>One text of a table.</summary>
public readonly record struct Cell(string Text, Tone Tone = Tone.Plain);
