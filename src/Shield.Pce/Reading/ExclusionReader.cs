using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>Reads everybody's rules, and says of each of our exclusion lists whether it blocks through them.</summary>
internal sealed class ExclusionReader(PceClient client, string owner)
{
    /// <summary>The list of all addresses that every PCE has, and the system as its author (docs/pce.md#5-ip-lists).</summary>
    private const string AnyName = "Any (0.0.0.0/0 and ::/0)";
    private const string System = "/users/0";

    /// <summary>It names rules of several people.</summary>
    private const int LongestDetail = 1_500;

    private string? _any;

    /// <summary>
    /// One request: the active rule sets. Another one for each list that somebody put beside ours in one rule, and one a process for the
    /// list Any where somebody edited the descriptions of ours.
    /// </summary>
    public async Task<ImmutableArray<BlockingRule>> ReadAsync(ImmutableArray<PceList> draftLists, CancellationToken cancellationToken) =>
        await JudgeAsync(draftLists, await ReadRuleSetsAsync("active", cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <param name="draftLists">The lists that carry our data set mark.</param>
    /// <param name="active">Every rule set of the active policy.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<ImmutableArray<BlockingRule>> JudgeAsync(
        ImmutableArray<PceList> draftLists,
        AnyRuleSetWire[] active,
        CancellationToken cancellationToken
    )
    {
        var ours = new[] { Direction.Inbound, Direction.Outbound }
            .Select(direction =>
                (
                    Direction: direction,
                    List: draftLists.FirstOrDefault(list => list.Mark == new ListMark(owner, PceMode.Exclusion, direction.ToList()))
                )
            )
            .Where(pair => pair.List is not null)
            .ToDictionary(pair => pair.Direction, pair => pair.List!);
        if (ours.Count > 0)
        {
            _any ??=
                ours.Values.Select(list => AnyListText.HrefIn(list.Description)).FirstOrDefault(href => href is not null)
                ?? await FindAnyAsync(cancellationToken).ConfigureAwait(false);
        }

        var hrefs = ours.ToDictionary(pair => pair.Key, pair => pair.Value.Href);
        var broad = await FindBroadBesideAsync(hrefs, active, cancellationToken).ConfigureAwait(false);
        return [Judge(Direction.Inbound), Judge(Direction.Outbound)];

        BlockingRule Judge(Direction direction)
        {
            var rule = ExclusionShape.Judge(direction, hrefs, _any, active, broad.Contains);
            return rule with { Detail = client.Show(rule.Detail, LongestDetail) };
        }
    }

    public Task<AnyRuleSetWire[]> ReadRuleSetsAsync(string version, CancellationToken cancellationToken) =>
        client.GetAllAsync($"{client.Organization}/sec_policy/{version}/rule_sets", PceJson.Default.AnyRuleSetWireArray, cancellationToken);

    /// <summary>The draft href of the system's list Any, known by what it holds; null where the PCE has none.</summary>
    public async Task<string?> FindAnyAsync(CancellationToken cancellationToken)
    {
        var rows = await client
            .GetAllAsync(
                $"{client.Organization}/sec_policy/draft/ip_lists?name={Uri.EscapeDataString(AnyName)}",
                PceJson.Default.IpListWireArray,
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows.FirstOrDefault(IsAny)?.Href;
    }

    private static bool IsAny(IpListWire list) =>
        list.Name == AnyName
        && list.CreatedBy?.Href == System
        && list.IpRanges.All(range => range.Exclusion is not true)
        && list.IpRanges.Select(range =>
                AddressRange.TryParseWire(range.FromIp, range.ToIp, out var parsed, out _) ? parsed : default(AddressRange?)
            )
            .ToHashSet()
            .SetEquals(ListEntry.Any.Select(range => (AddressRange?)range));

    private async Task<HashSet<string>> FindBroadBesideAsync(
        Dictionary<Direction, string> ours,
        AnyRuleSetWire[] active,
        CancellationToken cancellationToken
    )
    {
        var beside = (
            from set in active
            from rule in set.Rules
            from pair in ours
            where RuleSide.Uses(rule, pair.Key, pair.Value)
            from list in RuleSide.ListsOn(rule, pair.Key)
            where list != pair.Value && list != _any
            select list
        ).ToHashSet();
        var broad = new HashSet<string>();
        foreach (var href in beside)
        {
            var list = await client.GetAsync(WireText.ToActive(href), PceJson.Default.IpListWire, cancellationToken).ConfigureAwait(false);
            if (list.IpRanges.Any(IsBroad))
            {
                broad.Add(href);
            }
        }

        return broad;
    }

    // What cannot be read may be anything.
    private static bool IsBroad(IpRangeWire range) =>
        range.Exclusion is not true
        && (!AddressRange.TryParseWire(range.FromIp, range.ToIp, out var parsed, out _) || Breadth.IsTooBroadForAnyList(parsed));
}
