using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;

namespace Shield.Hosting.Recording;

/// <summary>What became of the messages of one invocation.</summary>
public sealed record RecordedBatch
{
    /// <summary>Of messages that stand in the ledger whole, and of the readable parts of others.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What was recorded, counted.</summary>
    public required Intake Intake { get; init; }

    public required ImmutableArray<FailedPart> Failed { get; init; }

    /// <summary>Of whoever asks for a reconcile in words.</summary>
    public required ImmutableArray<ReconcileRequest> Requests { get; init; }
}

/// <param name="IsRejected">It will not be understood the next time either; false where the ledger did not take it.</param>
public sealed record FailedPart(Message Message, string Why, bool IsRejected);
