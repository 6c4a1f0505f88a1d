using System.Text.Json.Serialization;

namespace Shield.Operating.Plans;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PlanAnswer))]
public sealed partial class PlanJson : JsonSerializerContext;
