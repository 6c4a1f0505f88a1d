namespace Shield.Notifying;

/// <summary>A way to whoever wants to know. One attempt; what fails is a value, and holds no secret.</summary>
public interface IChannel
{
    Task<Delivery> SendAsync(Message message, CancellationToken cancellationToken);
}
