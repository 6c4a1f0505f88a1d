namespace Shield.Cli.Help;

/// <summary>Of <c>completion</c>.</summary>
public sealed record CompletionAnswer(string Shell, string Script);
