using System.Text.Json.Serialization;

namespace Shield.Operating.Pausing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PauseDocument))]
[JsonSerializable(typeof(PanicDocument))]
public sealed partial class PauseJson : JsonSerializerContext;
