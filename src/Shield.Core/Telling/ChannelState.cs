using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Core.Telling;

/// <summary>How a channel stands, as the ledger keeps it: what was told on it, and whether it takes what is told.</summary>
public sealed record ChannelState
{
    /// <summary>Null before the first telling.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Told? Told { get; init; }

    /// <summary>When a message was last delivered; null: never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Null where the last message was delivered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChannelFault? Fault { get; init; }

    /// <summary>Who is telling just now; null where nobody is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TellingClaim? Claim { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, TellingJson.Default.ChannelState);

    /// <returns>One that was never told anything, for what this version cannot read: rather told twice than not at all.</returns>
    public static ChannelState Read(Note? note)
    {
        try
        {
            return (note is null ? null : JsonSerializer.Deserialize(note.Content, TellingJson.Default.ChannelState)) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }
}

/// <summary>A channel that does not take what is told.</summary>
/// <param name="Since">When that was noticed.</param>
/// <param name="Why">For people; never a secret.</param>
/// <param name="NextTryAt">Until then it is left in peace.</param>
public sealed record ChannelFault(DateTimeOffset Since, string Why, DateTimeOffset NextTryAt)
{
    /// <summary>How many attempts in a row came to nothing; each has its retries.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>How many messages were given up and are in the dead-letter file, or in the log of the function.</summary>
    public int GivenUp { get; init; }
}

/// <summary>The right to tell on one channel, for a minute at most: of two instances one tells.</summary>
/// <param name="By">Which instance.</param>
/// <param name="Until">It holds until then, should that instance die.</param>
public sealed record TellingClaim(string By, DateTimeOffset Until);
