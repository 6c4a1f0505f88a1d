namespace Shield.Service.Reconciling;

/// <summary>How the loop stands, for <c>/readyz</c>; replaced as a whole.</summary>
internal sealed record ReconcileState
{
    /// <summary>Why the last attempt failed; null where it did not.</summary>
    public string? Fault { get; init; }

    /// <summary>Why something that is asked for waits: the window is open, no policy version is left; null where nothing waits.</summary>
    public string? Waiting { get; init; }

    /// <summary>A reconcile is under way.</summary>
    public bool IsRunning { get; init; }

    /// <summary>When the loop looks again, unless news comes sooner.</summary>
    public DateTimeOffset? NextAt { get; init; }
}
