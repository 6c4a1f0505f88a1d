using Shield.Pce.Pausing;

namespace Shield.Operating.Pausing;

/// <summary>What a pause, a resume or a panic came to, before it is told as JSON or as text.</summary>
public sealed record PauseOutcome(PauseResult Pause, PauseRecord Record)
{
    /// <summary>Null for anything but a panic.</summary>
    public PanicResult? Panic { get; init; }
}
