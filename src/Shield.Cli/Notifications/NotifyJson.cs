using System.Text.Json.Serialization;

namespace Shield.Cli.Notifications;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(NotifyTestAnswer))]
[JsonSerializable(typeof(NotifyRetryAnswer))]
internal sealed partial class NotifyJson : JsonSerializerContext;
