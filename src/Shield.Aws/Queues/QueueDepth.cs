namespace Shield.Aws.Queues;

/// <summary>How many messages a queue holds, as AWS counts them: roughly.</summary>
public sealed record QueueDepth(int Waiting, int InFlight, int Delayed);
