using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Threats;

namespace Shield.Cli.Threats;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<ThreatRow>))]
[JsonSerializable(typeof(ImmutableArray<ThreatCountRow>))]
[JsonSerializable(typeof(ImmutableArray<ListedActRow>))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(ExportAnswer))]
internal sealed partial class ThreatsJson : JsonSerializerContext;
