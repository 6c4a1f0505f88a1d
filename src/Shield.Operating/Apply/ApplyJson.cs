using System.Text.Json.Serialization;

namespace Shield.Operating.Apply;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ApplyAnswer))]
public sealed partial class ApplyJson : JsonSerializerContext;
