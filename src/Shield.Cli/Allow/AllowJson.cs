using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.Allow;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<AllowRow>))]
[JsonSerializable(typeof(AllowCheckAnswer))]
internal sealed partial class AllowJson : JsonSerializerContext;
