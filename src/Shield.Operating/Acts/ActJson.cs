using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Operating.Acts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ActAnswer))]
[JsonSerializable(typeof(ActRow))]
[JsonSerializable(typeof(ImmutableArray<ActRow>))]
public sealed partial class ActJson : JsonSerializerContext;
