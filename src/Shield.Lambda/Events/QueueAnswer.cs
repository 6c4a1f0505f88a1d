using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Lambda.Events;

/// <summary>Which messages the queue shall offer again; all others it deletes.</summary>
public sealed record QueueAnswer(ImmutableArray<FailedMessage> BatchItemFailures)
{
    public static ReadOnlyMemory<byte> For(IEnumerable<string> failed) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new QueueAnswer([.. failed.Select(id => new FailedMessage(id))]),
            QueueJson.Default.QueueAnswer
        );
}

public sealed record FailedMessage(string ItemIdentifier);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QueueAnswer))]
internal sealed partial class QueueJson : JsonSerializerContext;
