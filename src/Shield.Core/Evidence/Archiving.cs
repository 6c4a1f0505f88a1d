namespace Shield.Core.Evidence;

/// <summary>
/// Somebody put a finding among the archived ones, or took it out again, by a call of GuardDuty's API; the console makes such calls, too.
/// </summary>
/// <param name="At">When the call was made.</param>
public sealed record Archiving(DateTimeOffset At, bool IsArchived);
