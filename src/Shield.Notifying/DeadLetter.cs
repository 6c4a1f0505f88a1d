namespace Shield.Notifying;

/// <summary>A message that a channel did not take.</summary>
/// <param name="At">When it was given up.</param>
/// <param name="Why">What came back last; text from outside.</param>
public sealed record DeadLetter(DateTimeOffset At, string Why, Message Message);

/// <summary>Where messages are put that a channel did not take.</summary>
public interface IDeadLetters
{
    /// <exception cref="IOException">It cannot be kept.</exception>
    Task KeepAsync(DeadLetter letter, CancellationToken cancellationToken);
}
