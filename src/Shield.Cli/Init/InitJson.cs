using System.Text.Json.Serialization;

namespace Shield.Cli.Init;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(InitAnswer))]
internal sealed partial class InitJson : JsonSerializerContext;
