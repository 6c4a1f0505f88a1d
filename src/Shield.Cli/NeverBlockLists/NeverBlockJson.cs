using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.NeverBlockLists;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<NeverBlockRow>))]
[JsonSerializable(typeof(NeverBlockCheckAnswer))]
[JsonSerializable(typeof(NeverBlockRefreshAnswer))]
internal sealed partial class NeverBlockJson : JsonSerializerContext;
