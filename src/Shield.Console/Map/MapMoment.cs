namespace Shield.Console.Map;

/// <summary>A moment at which the picture changed.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What changed, in a sentence; safe to show.</param>
public sealed record MapMoment(DateTimeOffset At, string Text);
