namespace Shield.Core.Evidence;

/// <summary>A person's word on a finding, given in GuardDuty (<c>service.userFeedback</c>: <c>USEFUL</c> or <c>NOT_USEFUL</c>).</summary>
/// <param name="At">When the record that carried it was updated, or the call was made.</param>
/// <param name="IsNotUseful">The finding supports nothing any more.</param>
public sealed record Feedback(DateTimeOffset At, bool IsNotUseful);
