namespace Shield.Operating.Answers;

/// <summary>Why there is no answer: what was asked for is not there, or cannot be done.</summary>
/// <param name="Code">For scripts.</param>
/// <param name="Sentence">What is wrong and what to do, without the last full stop.</param>
public sealed record AnswerFault(string Code, string Sentence);
