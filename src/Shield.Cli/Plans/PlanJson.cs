using System.Text.Json.Serialization;

namespace Shield.Cli.Plans;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PlanAnswer))]
internal sealed partial class PlanJson : JsonSerializerContext;
