using System.Text.Json.Serialization;

namespace Shield.Operating.Explain;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ExplainAnswer))]
public sealed partial class ExplainJson : JsonSerializerContext;
