using System.Text.Json.Serialization;

namespace Shield.Cli.Ingest;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IngestAnswer))]
public sealed partial class IngestJson : JsonSerializerContext;
