namespace Shield.Hosting.Recording;

/// <summary>What is recorded, or fails, as a whole.</summary>
/// <param name="Id">The queue's; null where no queue brought it.</param>
/// <param name="Body">A document: findings in any envelope, or a request of ours.</param>
public sealed record Message(string? Id, ReadOnlyMemory<byte> Body);
