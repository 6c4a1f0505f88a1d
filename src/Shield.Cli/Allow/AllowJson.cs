using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Cli.Reading;

namespace Shield.Cli.Allow;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<AllowRow>))]
[JsonSerializable(typeof(AllowCheckAnswer))]
internal sealed partial class AllowJson : JsonSerializerContext;
