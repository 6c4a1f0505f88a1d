using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Core.Feeds;

/// <summary>How a feed stands, as the ledger keeps it: what it said last, and whether it answers.</summary>
public sealed record FeedState
{
    /// <summary>Where it was asked. Another place says nothing about what was known of this one.</summary>
    public string Place { get; init; } = "";

    /// <summary>When it last answered what could be taken; null: never.</summary>
    public DateTimeOffset? PulledAt { get; init; }

    /// <summary>When it was last asked, whatever came of it.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When it last named other parties than before.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>When it says that its copy was published; null where it does not say.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>How many parties its last good copy names; null before the first.</summary>
    public int? Named { get; init; }

    /// <summary>How many of them count.</summary>
    public int Listed { get; init; }

    /// <summary>By the last change.</summary>
    public int Added { get; init; }

    /// <inheritdoc cref="Added"/>
    public int Dropped { get; init; }

    /// <summary>Lines of its last copy that could not be read.</summary>
    public long Rejected { get; init; }

    /// <summary>The first of them, with its position; null where all could be read.</summary>
    public string? FirstRejected { get; init; }

    /// <summary>What its server calls the copy (<c>ETag</c>, RFC 9110, section 8.8.3).</summary>
    public string? Tag { get; init; }

    /// <summary>The server's <c>Last-Modified</c>, word for word.</summary>
    public string? Modified { get; init; }

    /// <summary>How far a collection was read: what is asked for next was added after this.</summary>
    public string? Since { get; init; }

    /// <summary>A copy that is not taken without a person; null where there is none.</summary>
    public FeedWaiting? Waiting { get; init; }

    /// <summary>Null where the last answer could be taken.</summary>
    public FeedFault? Fault { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, FeedStateJson.Default.FeedState);

    /// <returns>One that was never asked, for what this version cannot read: it is asked anew.</returns>
    public static FeedState Read(string? content)
    {
        try
        {
            return (content is null ? null : JsonSerializer.Deserialize(content, FeedStateJson.Default.FeedState)) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }
}

/// <summary>A copy that changes too much at once. The last good one stays in force until its own end.</summary>
/// <param name="Since">When it was first seen.</param>
/// <param name="Why">For people.</param>
public sealed record FeedWaiting(DateTimeOffset Since, string Why);

/// <summary>A feed that does not answer, or not what can be taken.</summary>
/// <param name="Since">When that was first seen.</param>
/// <param name="Why">For people; never a secret.</param>
public sealed record FeedFault(DateTimeOffset Since, string Why);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(FeedState))]
internal sealed partial class FeedStateJson : JsonSerializerContext;
