namespace Shield.Core.Evidence;

/// <summary>A person's word on a finding, given in GuardDuty (<c>service.userFeedback</c>: <c>USEFUL</c> or <c>NOT_USEFUL</c>).</summary>
/// <param name="At">When the record that carried it was updated.</param>
/// <param name="IsNotUseful">The finding supports nothing any more.</param>
public sealed record Feedback(DateTimeOffset At, bool IsNotUseful)
{
    /// <summary>The later one; of two from the same moment the one that withdraws.</summary>
    public static Feedback? Latest(Feedback? one, Feedback? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        var (mine, theirs) => (theirs.At, theirs.IsNotUseful).CompareTo((mine.At, mine.IsNotUseful)) > 0 ? theirs : mine,
    };
}
