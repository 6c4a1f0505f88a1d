using Shield.Core.Findings;

namespace Shield.Core.Evidence;

/// <summary>The last that GuardDuty said of a finding as a whole, and what people did about it there.</summary>
/// <remarks>
/// Three values, each merged by itself: the newest record of the finding, the last call that archived it, the last feedback. A call that
/// archives a finding does not know its severity; a later record does not repeat the feedback.
/// </remarks>
public sealed record FindingState
{
    public required FindingKey Key { get; init; }

    /// <summary>
    /// Of the last record; the least date that there is where only calls told of the finding, so that any record says more.
    /// </summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>As the last record has it; what counts is <see cref="IsArchived"/>.</summary>
    public required bool Archived { get; init; }

    public required double Severity { get; init; }

    /// <summary>Null where no call told of it.</summary>
    public Archiving? Archiving { get; init; }

    /// <summary>What a person told GuardDuty of the finding; null where neither a record nor a call said so.</summary>
    public Feedback? Feedback { get; init; }

    /// <summary>By the record or by the call, whichever is later; of two from the same moment by the one that archives.</summary>
    public bool IsArchived =>
        Archiving is { } call && (call.At, call.IsArchived).CompareTo((UpdatedAt, Archived)) > 0 ? call.IsArchived : Archived;

    /// <summary>The last that is known of it: of the record, or of what people did.</summary>
    public DateTimeOffset Last => new[] { UpdatedAt, Archiving?.At ?? UpdatedAt, Feedback?.At ?? UpdatedAt }.Max();

    /// <summary>A record of the finding was seen.</summary>
    public bool IsReported => UpdatedAt > DateTimeOffset.MinValue;

    /// <summary>What a call tells, which knows nothing of the finding but its id.</summary>
    public static FindingState OfCall(FindingKey key, Archiving? archiving, Feedback? feedback) =>
        new()
        {
            Key = key,
            UpdatedAt = DateTimeOffset.MinValue,
            Archived = false,
            Severity = 0,
            Archiving = archiving,
            Feedback = feedback,
        };

    /// <summary>
    /// Of records the greatest <see cref="UpdatedAt"/> wins; at a tie archived wins, then the greater severity. Archiving and feedback
    /// merge by themselves: most records do not repeat them.
    /// </summary>
    public FindingState Merge(FindingState other)
    {
        if (other.Key != Key)
        {
            throw new ArgumentException($"{other.Key} is the state of another finding than {Key}", nameof(other));
        }

        var latest = (other.UpdatedAt, other.Archived, other.Severity).CompareTo((UpdatedAt, Archived, Severity)) > 0 ? other : this;
        return latest.After(this).After(other);
    }

    /// <summary>With what people did about <paramref name="other"/>, where that is later.</summary>
    public FindingState After(FindingState other) =>
        this with
        {
            Archiving = Latest(Archiving, other.Archiving, call => (call.At, call.IsArchived)),
            Feedback = Latest(Feedback, other.Feedback, word => (word.At, word.IsNotUseful)),
        };

    /// <summary>The later one; of two from the same moment the one that withdraws.</summary>
    private static T? Latest<T>(T? one, T? other, Func<T, (DateTimeOffset, bool)> rank)
        where T : class => one is null || (other is not null && rank(other).CompareTo(rank(one)) > 0) ? other : one;
}
