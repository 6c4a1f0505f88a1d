using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Operating.History;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HistoryVerifyAnswer))]
[JsonSerializable(typeof(ImmutableArray<HistoryRow>))]
[JsonSerializable(typeof(HistoryShowAnswer))]
public sealed partial class HistoryJson : JsonSerializerContext;
