using System.Text.Json.Serialization;

namespace Shield.Operating.Init;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(InitAnswer))]
public sealed partial class InitJson : JsonSerializerContext;
