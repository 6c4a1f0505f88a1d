using System.Text.Json.Serialization;

namespace Shield.Cli.Help;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(CompletionAnswer))]
internal sealed partial class HelpJson : JsonSerializerContext;
