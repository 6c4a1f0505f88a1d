using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Operating.Allow;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<AllowRow>))]
[JsonSerializable(typeof(AllowCheckAnswer))]
public sealed partial class AllowJson : JsonSerializerContext;
