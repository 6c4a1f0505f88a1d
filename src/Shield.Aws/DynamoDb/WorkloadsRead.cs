using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>When the PCE's workloads were last read for own addresses.</summary>
internal sealed record WorkloadsRead(DateTimeOffset At)
{
    /// <inheritdoc cref="WorkloadsNote.Merge"/>
    public WorkloadsRead Merge(WorkloadsRead other) => WorkloadsNote.Merge(At, other.At) == At ? this : other;
}
