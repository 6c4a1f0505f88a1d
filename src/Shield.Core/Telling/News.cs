using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Shield.Core.Telling;

/// <summary>One thing that changed, for people and for programs.</summary>
public sealed record News
{
    /// <summary>The same each time that the same thing is told, so that a receiver can drop what it has already.</summary>
    public required string Id { get; init; }

    [JsonConverter(typeof(NewsKindJson))]
    public required NewsKind Kind { get; init; }

    /// <summary>When it happened, or was first seen; by the clock of whoever recorded it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A sentence without a full stop. May hold text from outside: cleaned for wherever it is shown.</summary>
    public required string Text { get; init; }

    /// <summary>Whom it is about; null where it is about no party.</summary>
    public string? Indicator { get; init; }

    /// <summary><c>inbound</c>, <c>outbound</c> or <c>both</c>; null where it is about no direction.</summary>
    public string? Direction { get; init; }

    /// <summary>A reason code; null where there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>The type of the finding that decided; null where none did, or none is known any more.</summary>
    public string? FindingType { get; init; }

    /// <summary>GuardDuty's, 0 to 10; null where none is known.</summary>
    public double? Severity { get; init; }

    /// <summary>AWS accounts whose findings name the party.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>When it ends by itself; null where nothing ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who did it; null where nobody did.</summary>
    public string? Who { get; init; }

    /// <summary>Of a hold that a person can decide about: what was seen of it (<see cref="HoldPrint"/>). Null for all else.</summary>
    [JsonIgnore]
    public string? Hold { get; init; }

    /// <summary>Whoever has them can decide about the hold, once. Null where there are none.</summary>
    public HoldLinkPair? Links { get; init; }

    /// <summary>An id out of what makes it this and no other news: 32 hex digits.</summary>
    internal static string IdOf(NewsKind kind, params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [kind.ToWord(), .. parts]))))[..32];
}

/// <summary>Addresses at which a hold is approved or rejected: secrets, for nobody but whoever is told.</summary>
/// <param name="Until">They count no longer then.</param>
public sealed record HoldLinkPair(string Approve, string Reject, DateTimeOffset Until);
