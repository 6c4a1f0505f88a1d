using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.Core.Telling;

/// <summary>News about one party each.</summary>
internal static class PartyNews
{
    public static News OfBlocked(Indicator entry, ImmutableArray<ListPurpose> lists, Decision? decision, HistoryRecord outcome)
    {
        var party = decision?.Indicator ?? entry;
        var until = decision?.Until;
        var end = until is { } at ? $", until {at.ToText()}" : "";
        return Of(NewsKind.Blocked, party, DirectionOf(lists), decision, outcome, outcome.Hash, entry.ToString()) with
        {
            Reason = decision?.Reason,
            Until = until,
            Text = $"{entry} is blocked {Way(lists)}{Why(decision)}{end}",
        };
    }

    public static News OfEnded(
        Indicator entry,
        ImmutableArray<ListPurpose> lists,
        string cause,
        Decision? decision,
        HistoryRecord outcome
    ) =>
        Of(NewsKind.Ended, decision?.Indicator ?? entry, DirectionOf(lists), decision, outcome, outcome.Hash, entry.ToString()) with
        {
            Reason = cause,
            Text = $"our block of {entry} ({Way(lists)}) ended: {cause}",
        };

    public static News OfRefused(RefusedEntry refused, Decision? decision, HistoryRecord record) =>
        Of(NewsKind.Refused, refused.Entry, DirectionOf([refused.List]), decision, record, record.Hash, refused.Entry.ToString()) with
        {
            Reason = ReasonCode.PceRejected,
            Text = $"the PCE refuses {refused.Entry} ({refused.List.ToWord()}): {refused.Why}",
        };

    public static News OfHardLimit(int total, HistoryRecord record) =>
        new()
        {
            Id = News.IdOf(NewsKind.Refused, record.Hash),
            Kind = NewsKind.Refused,
            At = record.At,
            Reason = ReasonCode.OverCapacity,
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"the PCE takes no more entries: its hard limit is reached with {total} on all IP lists together"
            ),
        };

    /// <summary>Both directions of one party together.</summary>
    public static News OfHeld(ImmutableArray<Held> held, PartyLookup parties, DateTimeOffset now)
    {
        var (party, strongest) = (held[0].Indicator, held.MaxBy(one => one.Answer.Severity)!);
        var decision = parties.Find(party);
        var standing = held.Any(one => one.IsListed) ? "; an earlier block stays until its end" : "";
        var lists = held.Select(one => one.List).ToImmutableArray();
        return new News
        {
            Id = News.IdOf(NewsKind.Held, party.ToString(), Latest(decision)?.ToString("O") ?? ""),
            Kind = NewsKind.Held,
            At = Latest(decision) ?? now,
            Indicator = party.ToString(),
            Direction = DirectionOf(lists),
            Reason = strongest.Answer.Reason,
            FindingType = TypeOf(decision),
            Severity = strongest.Answer.IsOperators ? null : strongest.Answer.Severity,
            Accounts = AccountsOf(decision),
            Until = strongest.Answer.Until,
            Hold = HoldPrint.Of(decision),
            Text = $"{party} waits for a person ({strongest.Answer.Reason}){Why(decision)}{standing}",
        };
    }

    public static News OfRemoval(Act act)
    {
        var stays = act.Until is { } until ? $"; it stays off until {until.ToText()}" : "";
        return new News
        {
            Id = News.IdOf(NewsKind.RemovedByHand, act.Id),
            Kind = NewsKind.RemovedByHand,
            At = act.At,
            Indicator = act.Indicator?.ToString(),
            Direction = act.Directions.ToWord(),
            Reason = ReasonCode.RemovedByHand,
            Until = act.Until,
            Who = act.Who,
            Text = $"{act.Who} took {act.Indicator} ({act.Directions.ToWord()}) off the PCE ({act.Why}){stays}",
        };
    }

    private static News Of(
        NewsKind kind,
        Indicator party,
        string direction,
        Decision? decision,
        HistoryRecord record,
        params ReadOnlySpan<string> parts
    ) =>
        new()
        {
            Id = News.IdOf(kind, parts),
            Kind = kind,
            At = record.At,
            Text = "",
            Indicator = party.ToString(),
            Direction = direction,
            FindingType = TypeOf(decision),
            Severity = decision?.Sightings is { IsDefaultOrEmpty: false } seen ? seen.Max(sighting => sighting.Severity) : null,
            Accounts = AccountsOf(decision),
        };

    private static ImmutableArray<string> AccountsOf(Decision? decision) =>
        [.. (decision?.Sightings ?? []).Select(sighting => sighting.Key.Finding.Account).Distinct().Order(StringComparer.Ordinal)];

    internal static string? TypeOf(Decision? decision) =>
        decision
            ?.Sightings.OrderByDescending(sighting => sighting.Severity)
            .ThenByDescending(sighting => sighting.Latest.UpdatedAt)
            .Select(sighting => sighting.Latest.Type)
            .FirstOrDefault();

    private static DateTimeOffset? Latest(Decision? decision) =>
        decision?.Sightings.Max(sighting => (DateTimeOffset?)sighting.Latest.UpdatedAt);

    private static string Why(Decision? decision) =>
        decision is null ? ""
        : TypeOf(decision) is { } type
            ? string.Create(CultureInfo.InvariantCulture, $": {type}, severity {decision.Sightings.Max(sighting => sighting.Severity):0.0}")
        : $": {decision.Reason}";

    private static string DirectionOf(ImmutableArray<ListPurpose> lists) =>
        lists
            .Select(list => list.ToDirection())
            .Aggregate(Directions.None, (all, one) => all | (one is Direction.Inbound ? Directions.Inbound : Directions.Outbound))
            .ToWord();

    private static string Way(ImmutableArray<ListPurpose> lists) => string.Join(" and ", lists.Select(list => list.ToWord()).Distinct());
}
