using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>
/// GuardDuty's own key of a finding. The account is the finding's, not the envelope's: an administrator forwards its members' findings.
/// </summary>
/// <remarks>
/// What a feed says of a party has such a key too: the account <c>feed:NAME</c> and the party for an id. No record from outside can have
/// an account that begins so.
/// </remarks>
public sealed record FindingKey(string Account, string Region, string Id) : IComparable<FindingKey>
{
    public const string FeedPrefix = "feed:";

    /// <summary>The name of the feed that says it; null of what GuardDuty found.</summary>
    public string? Feed => IsOfFeed(Account) ? Account[FeedPrefix.Length..] : null;

    /// <summary>Who says it: <c>guardduty</c>, or <c>feed:NAME</c>.</summary>
    public static string SourceOf(string account) => IsOfFeed(account) ? account : "guardduty";

    public static bool IsOfFeed(string account) => account.StartsWith(FeedPrefix, StringComparison.Ordinal);

    public int CompareTo(FindingKey? other) => other is null ? 1 : Compare(this, other);

    public override string ToString() => $"{Account}/{Region}/{Id}";

    private static int Compare(FindingKey one, FindingKey other)
    {
        var account = string.CompareOrdinal(one.Account, other.Account);
        var region = account != 0 ? account : string.CompareOrdinal(one.Region, other.Region);
        return region != 0 ? region : string.CompareOrdinal(one.Id, other.Id);
    }
}

/// <summary>What GuardDuty reported, as far as Shield reads it.</summary>
public sealed record Finding
{
    public required FindingKey Key { get; init; }

    /// <summary>For example <c>UnauthorizedAccess:EC2/SSHBruteForce</c>; as the table of types spells it, else as GuardDuty does.</summary>
    public required string Type { get; init; }

    /// <summary>1.0 to 10.0; 9.0 and above is Critical.</summary>
    public required double Severity { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Handled by somebody or by a suppression rule; not "innocent".</summary>
    public required bool Archived { get; init; }

    public required bool IsSample { get; init; }

    public required DateTimeOffset EventFirstSeen { get; init; }

    public required DateTimeOffset EventLastSeen { get; init; }

    public required long Count { get; init; }

    public required ResourceRole Role { get; init; }

    /// <summary>The local resource, for people: an instance id where there is one.</summary>
    public string? Resource { get; init; }

    /// <summary>
    /// The account of the event around it, which is the administrator's where that one forwards a member's finding; null without an event.
    /// </summary>
    public string? ReportedBy { get; init; }

    /// <summary>What a person told GuardDuty of it; null where the record does not say.</summary>
    public bool? IsNotUseful { get; init; }

    /// <summary>The caller was a service of AWS's (<c>callerType</c>): it is right that the finding names nobody.</summary>
    public bool IsAboutAwsItself { get; init; }

    /// <summary>Whose intelligence named the party, and as what (<c>evidence</c>); for people.</summary>
    public string? ThreatList { get; init; }

    /// <summary>The parties on the other side, every one that it names.</summary>
    public required ImmutableArray<RemoteParty> Remotes { get; init; }

    /// <summary>Addresses of ours that the finding mentions: of resources, network interfaces and local ends. Never indicators.</summary>
    public required ImmutableArray<AddressRange> OwnAddresses { get; init; }
}

/// <summary>One remote party of a finding, with the circumstances of this very contact.</summary>
public sealed record RemoteParty
{
    /// <summary>One address, or a name that was asked for.</summary>
    public required Indicator Indicator { get; init; }

    public required ConnectionDirection Direction { get; init; }

    /// <summary>Of an attack sequence only.</summary>
    public Intelligence NamedBy { get; init; }

    /// <summary>The record names two ends of a connection and does not say which of them is ours, so this may be us.</summary>
    public bool IsSideUnclear { get; init; }

    public int? LocalPort { get; init; }

    /// <summary>Where the service is, if we called the party.</summary>
    public int? RemotePort { get; init; }

    public string? Country { get; init; }

    public string? Asn { get; init; }

    public string? AsnOrganization { get; init; }
}
