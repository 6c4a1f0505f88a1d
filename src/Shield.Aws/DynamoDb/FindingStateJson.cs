using Shield.Core.Evidence;
using Shield.Core.Findings;

namespace Shield.Aws.DynamoDb;

internal sealed record FindingStateJson
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Finding { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public required bool Archived { get; init; }

    public required double Severity { get; init; }

    public DateTimeOffset? FeedbackAt { get; init; }

    public bool? NotUseful { get; init; }

    public DateTimeOffset? ArchivingAt { get; init; }

    public bool? Archiving { get; init; }

    public static FindingStateJson Of(FindingState state) =>
        new()
        {
            Account = state.Key.Account,
            Region = state.Key.Region,
            Finding = state.Key.Id,
            Updated = state.UpdatedAt,
            Archived = state.Archived,
            Severity = state.Severity,
            FeedbackAt = state.Feedback?.At,
            NotUseful = state.Feedback?.IsNotUseful,
            ArchivingAt = state.Archiving?.At,
            Archiving = state.Archiving?.IsArchived,
        };

    public FindingState ToState() =>
        new()
        {
            Key = new FindingKey(Account, Region, Finding),
            UpdatedAt = Updated,
            Archived = Archived,
            Severity = Severity,
            Feedback = FeedbackAt is { } at
                ? new Feedback(at, NotUseful ?? throw new FormatException("a feedback without its word"))
                : null,
            Archiving = ArchivingAt is { } call
                ? new Archiving(call, Archiving ?? throw new FormatException("an archiving without its word"))
                : null,
        };
}
