namespace Shield.Pce.Calling;

/// <summary>How long one call may take: each attempt, and all attempts together with the waits between them.</summary>
/// <param name="Attempt">Until the answer is there, body included.</param>
/// <param name="Deadline">After it no attempt begins or goes on: a write that outlives its lease could undo somebody's newer one.</param>
/// <param name="Begun">The timestamp of the clock when the call began.</param>
/// <param name="Within">How long all attempts may take together.</param>
internal sealed record CallLimit(TimeSpan Attempt, DateTimeOffset Deadline, long Begun, TimeSpan Within)
{
    private static readonly HttpRequestOptionsKey<CallLimit> Key = new("shield.limit");

    /// <summary>
    /// Also where the process was stopped meanwhile, which the timestamps tell, or its machine stood still, which the date tells.
    /// </summary>
    public bool IsOver(TimeProvider clock) => clock.GetUtcNow() > Deadline || clock.GetElapsedTime(Begun) > Within;

    public void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);

    public static CallLimit Of(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(Key, out var limit)
            ? limit
            : throw new InvalidOperationException("a request without a limit");
}
