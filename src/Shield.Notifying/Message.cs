using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Telling;

namespace Shield.Notifying;

/// <summary>
/// What goes through a channel at once. As JSON it is what a webhook gets (docs/schemas/notification.schema.json) and what the dead-letter
/// file keeps.
/// </summary>
public sealed record Message
{
    /// <summary>So many news a message lists at most; <see cref="More"/> says how many it does not.</summary>
    private const int MostNews = 1_000;

    /// <summary>The same for the same news on the same channel, so that a receiver can drop what it has already.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Channel { get; init; }

    /// <summary><c>Pce:OwnerId</c>: which deployment speaks.</summary>
    public required string Owner { get; init; }

    /// <summary>Sent by <c>shield notify test</c>: nothing happened.</summary>
    public bool Test { get; init; }

    /// <summary>For people: <c>2 held, 1 blocked</c>.</summary>
    public required string Title { get; init; }

    /// <summary>How many there are of each kind, all of them.</summary>
    public required ImmutableSortedDictionary<string, int> Counts { get; init; }

    public required ImmutableArray<News> News { get; init; }

    /// <summary>How many news are not listed.</summary>
    public int More { get; init; }

    public static Message Of(ImmutableArray<News> news, string channel, string owner, DateTimeOffset now)
    {
        // Whoever reads only the beginning reads what matters most.
        ImmutableArray<News> sorted = [.. news.OrderBy(one => UrgencyOf(one.Kind)).ThenByDescending(one => one.Severity ?? 0)];
        var counts = sorted.CountBy(one => one.Kind).ToList();
        return new Message
        {
            Id = IdOf([channel, .. sorted.Select(one => one.Id).Order(StringComparer.Ordinal)]),
            At = now,
            Channel = channel,
            Owner = owner,
            Title = string.Join(", ", counts.Select(count => $"{count.Value} {Words(count.Key)}")),
            Counts = counts.ToImmutableSortedDictionary(count => count.Key.ToWord(), count => count.Value, StringComparer.Ordinal),
            News = [.. sorted.Take(MostNews)],
            More = Math.Max(0, sorted.Length - MostNews),
        };
    }

    public static Message OfTest(string channel, string owner, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            At = now,
            Channel = channel,
            Owner = owner,
            Test = true,
            Title = "this is a test, nothing happened",
            Counts = ImmutableSortedDictionary<string, int>.Empty,
            News = [],
        };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, NotifyingJson.Default.Message);

    /// <summary>As a sentence of its own kind begins in all texts for people.</summary>
    public static string Words(NewsKind kind) => kind.ToWord().Replace('-', ' ');

    private static int UrgencyOf(NewsKind kind) =>
        kind switch
        {
            NewsKind.Held => 0,
            NewsKind.Unhealthy => 1,
            NewsKind.NotEnforced => 2,
            NewsKind.Refused => 3,
            NewsKind.RemovedByHand => 4,
            NewsKind.Paused => 5,
            NewsKind.KeptBack => 6,
            NewsKind.Blocked => 7,
            NewsKind.Ended => 8,
            _ => 9,
        };

    private static string IdOf(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class NotifyingJson : JsonSerializerContext;
