using System.Text.Json.Serialization;

namespace Shield.Cli.Pausing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PauseDocument))]
[JsonSerializable(typeof(PanicDocument))]
internal sealed partial class PauseJson : JsonSerializerContext;
