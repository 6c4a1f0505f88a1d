using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.Feeds;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<FeedRow>))]
[JsonSerializable(typeof(FeedDetail))]
[JsonSerializable(typeof(FeedsPullAnswer))]
internal sealed partial class FeedsJson : JsonSerializerContext;
