namespace Shield.Aws.DynamoDb;

/// <summary>When the PCE's workloads were last read for own addresses; of two moments the later one stays.</summary>
internal sealed record WorkloadsRead(DateTimeOffset At)
{
    public WorkloadsRead Merge(WorkloadsRead other) => other.At > At ? other : this;
}
