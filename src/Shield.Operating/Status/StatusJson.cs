using System.Text.Json.Serialization;

namespace Shield.Operating.Status;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StatusAnswer))]
public sealed partial class StatusJson : JsonSerializerContext;
