using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Operating.Feeds;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<FeedRow>))]
[JsonSerializable(typeof(FeedDetail))]
[JsonSerializable(typeof(FeedsPullAnswer))]
public sealed partial class FeedsJson : JsonSerializerContext;
