using System.Text.Json.Serialization;

namespace Shield.Cli.Demo;

/// <summary>The document of <c>demo -o json</c>; its schema is docs/schemas/demo.schema.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DemoAnswer))]
internal sealed partial class DemoJson : JsonSerializerContext;
