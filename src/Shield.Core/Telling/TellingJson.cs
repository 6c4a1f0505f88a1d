using System.Text.Json.Serialization;

namespace Shield.Core.Telling;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChannelState))]
internal sealed partial class TellingJson : JsonSerializerContext;
