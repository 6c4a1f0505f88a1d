namespace Shield.Operating.Answers;

/// <summary>What a command came to, before anybody prints it.</summary>
/// <param name="Result">A typed result, from which the JSON document and the text are made; or the document itself where the text needs no
/// more.</param>
public sealed record Answer<T>(T Result, int ExitCode);
