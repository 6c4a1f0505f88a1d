namespace Shield.Core.Findings;

/// <summary>One finding of a document, or a part that is none.</summary>
/// <param name="Inside">The members that lead to it, such as <c>Records[2].body</c>; null for the document itself.</param>
/// <param name="IsNothing">It has nothing of a finding, nor of anything that is put around one.</param>
internal readonly record struct DocumentPart(string? Inside, ParsedRecord Record, bool IsNothing = false);
