using System.Text;
using System.Text.Json;

namespace Shield.Notifying;

/// <summary>Where nothing keeps a file, as in AWS Lambda: the log is what is left.</summary>
public sealed class NotedLetters(Action<string> note) : IDeadLetters
{
    public Task KeepAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        note($"not delivered: {Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(letter, NotifyingJson.Default.DeadLetter))}");
        return Task.CompletedTask;
    }
}
