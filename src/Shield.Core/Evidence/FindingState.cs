using Shield.Core.Findings;

namespace Shield.Core.Evidence;

/// <summary>The last that GuardDuty said of a finding as a whole.</summary>
public sealed record FindingState
{
    public required FindingKey Key { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required bool Archived { get; init; }

    public required double Severity { get; init; }

    /// <summary>What a person told GuardDuty of the finding; null where no record said so.</summary>
    public Feedback? Feedback { get; init; }

    /// <summary>The greatest <see cref="UpdatedAt"/> wins; at a tie archived wins, then the greater severity. Feedback merges by itself: most records do not repeat it.</summary>
    public FindingState Merge(FindingState other)
    {
        if (other.Key != Key)
        {
            throw new ArgumentException($"{other.Key} is the state of another finding than {Key}", nameof(other));
        }

        var latest = (other.UpdatedAt, other.Archived, other.Severity).CompareTo((UpdatedAt, Archived, Severity)) > 0 ? other : this;
        return latest with { Feedback = Feedback.Latest(Feedback, other.Feedback) };
    }
}
