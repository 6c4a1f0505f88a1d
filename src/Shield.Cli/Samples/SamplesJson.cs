using System.Text.Json.Serialization;

namespace Shield.Cli.Samples;

/// <summary>The document of <c>samples -o json</c>; its schema is docs/schemas/samples.schema.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SamplesAnswer))]
internal sealed partial class SamplesJson : JsonSerializerContext;
