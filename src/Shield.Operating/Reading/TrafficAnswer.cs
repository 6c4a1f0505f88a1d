using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;

namespace Shield.Operating.Reading;

/// <summary>Of <c>plan</c>, <c>explain</c> and <c>threats approve</c>: which workloads of ours talked with a party.</summary>
public sealed record TrafficAnswer
{
    /// <summary>At most so many contacts are told.</summary>
    public const int MostContacts = 1_000;

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>How many parties the PCE was asked about.</summary>
    public required int Asked { get; init; }

    /// <summary>How many it was not asked about, since they were too many.</summary>
    public required int NotAsked { get; init; }

    /// <summary>
    /// Parties of which nothing is known, and why. Of the others no contact means that none was reported, and proves nothing.
    /// </summary>
    public required ImmutableArray<NotKnownRow> NotKnown { get; init; }

    /// <summary>There was at least this: the PCE left rows out, or there are more than are told here.</summary>
    public required bool AtLeast { get; init; }

    public required ImmutableArray<ContactRow> Contacts { get; init; }

    public static TrafficAnswer Of(TalkedWith talked)
    {
        ImmutableArray<ContactRow> contacts = [.. talked.Flows.Take(MostContacts + 1).Select(ContactRow.Of)];
        return new TrafficAnswer
        {
            Since = talked.Reading.Since,
            Until = talked.Reading.Until,
            Asked = talked.Reading.Parties.Count,
            NotAsked = talked.NotAsked,
            NotKnown = [.. talked.NotKnown.Select(same => new NotKnownRow(same.Key, [.. same.Select(party => party.ToString())]))],
            AtLeast = talked.IsCut || contacts.Length > MostContacts,
            Contacts = [.. contacts.Take(MostContacts)],
        };
    }
}

public sealed record NotKnownRow(string Why, ImmutableArray<string> Indicators);

/// <summary>What one workload reported of its connections with a party, on one port, with one decision.</summary>
/// <param name="Indicator">The party.</param>
/// <param name="Remote">Its address; null where the PCE told its name only.</param>
/// <param name="Direction"><c>inbound</c>: the party opened the connections.</param>
/// <param name="Policy"><c>allowed</c>, <c>potentially-blocked</c>, <c>blocked</c> or <c>unknown</c>.</param>
public sealed record ContactRow(
    string Indicator,
    string? Remote,
    string Workload,
    string? Href,
    string Direction,
    int Port,
    int Protocol,
    string Policy,
    long Connections,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen
)
{
    public static ContactRow Of(Flow flow) =>
        new(
            flow.Party.ToString(),
            flow.Remote?.ToString() ?? flow.RemoteName,
            flow.Workload,
            flow.WorkloadHref,
            flow.Direction.ToWord(),
            flow.Port,
            flow.Protocol,
            TrafficText.WordOf(flow.Decision),
            flow.Connections,
            flow.FirstSeen,
            flow.LastSeen
        );
}
