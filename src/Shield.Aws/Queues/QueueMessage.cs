namespace Shield.Aws.Queues;

/// <summary>A message that was received and hides from other readers for a while.</summary>
/// <param name="Id">Of the message itself: the same at the next receive.</param>
/// <param name="Body">Findings in some wrapping, or a request to reconcile.</param>
/// <param name="Receipt">Of this receive; by it the message is deleted.</param>
public sealed record QueueMessage(string Id, string Body, string Receipt);
