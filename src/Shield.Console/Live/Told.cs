using System.Collections.Immutable;

namespace Shield.Console.Live;

/// <summary>What was read, and what a command would have said beside it on standard error.</summary>
/// <param name="At">When.</param>
internal sealed record Told<T>(T Value, ImmutableArray<string> Notes, DateTimeOffset At);
