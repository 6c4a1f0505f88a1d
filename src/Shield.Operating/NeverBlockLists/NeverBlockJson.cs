using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Operating.NeverBlockLists;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<NeverBlockRow>))]
[JsonSerializable(typeof(NeverBlockCheckAnswer))]
[JsonSerializable(typeof(NeverBlockRefreshAnswer))]
public sealed partial class NeverBlockJson : JsonSerializerContext;
