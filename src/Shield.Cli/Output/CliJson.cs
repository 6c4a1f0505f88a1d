using System.Text.Json.Serialization;

namespace Shield.Cli.Output;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IngestAnswer))]
public sealed partial class CliJson : JsonSerializerContext;
