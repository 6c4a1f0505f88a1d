using System.Text.Json.Serialization;

namespace Shield.Cli.Apply;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ApplyAnswer))]
internal sealed partial class ApplyJson : JsonSerializerContext;
