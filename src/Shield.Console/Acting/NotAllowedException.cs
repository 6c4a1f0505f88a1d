namespace Shield.Console.Acting;

/// <summary>What somebody asked for is not done, and why, as a sentence.</summary>
internal sealed class NotAllowedException(string message) : Exception(message);
