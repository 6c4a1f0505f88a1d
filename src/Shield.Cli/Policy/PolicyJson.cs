using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Policy;

namespace Shield.Cli.Policy;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<PolicyRow>))]
[JsonSerializable(typeof(PolicyCheckAnswer))]
[JsonSerializable(typeof(SimulateAnswer))]
internal sealed partial class PolicyJson : JsonSerializerContext;
