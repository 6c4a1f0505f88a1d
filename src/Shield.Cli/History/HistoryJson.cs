using System.Text.Json.Serialization;

namespace Shield.Cli.History;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HistoryVerifyAnswer))]
internal sealed partial class HistoryJson : JsonSerializerContext;
