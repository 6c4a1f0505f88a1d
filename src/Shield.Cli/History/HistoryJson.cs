using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.History;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HistoryVerifyAnswer))]
[JsonSerializable(typeof(ImmutableArray<HistoryRow>))]
[JsonSerializable(typeof(HistoryShowAnswer))]
internal sealed partial class HistoryJson : JsonSerializerContext;
