using System.Collections.Immutable;
using System.Text.Json;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.IpLists;

/// <summary>
/// What a POST or PUT of an IP list says: its schema, its normalisation (docs/pce.md#6-entries), and the rules that no schema can state.
/// </summary>
internal static class IpListBody
{
    /// <summary>Only what the request names is changed (docs/pce.md#5-ip-lists).</summary>
    public static IpList ApplyTo(IpList list, Body body, bool acceptEmpty)
    {
        var changed = list with
        {
            Ranges = body.Items("ip_ranges") is { } ranges
                ? Normalised(ranges.Select(item => Range(item.Value, item.Where)), list.Ranges)
                : list.Ranges,
            Fqdns = body.Items("fqdns") is { } fqdns ? [.. fqdns.Select(item => Fqdn(item.Value, item.Where))] : list.Fqdns,
        };
        Check(changed, acceptEmpty);
        return changed;
    }

    /// <summary>Merged only where addresses, description and exclusion are all equal; the order of what stays is kept.</summary>
    /// <param name="known">Entries of the list so far are taken again, so that a thousand versions of it share them.</param>
    public static ImmutableArray<IpEntry> Normalised(IEnumerable<IpEntry> entries, IEnumerable<IpEntry> known)
    {
        var before = known.ToHashSet();
        return [.. entries.Distinct().Select(entry => before.TryGetValue(entry, out var same) ? same : entry)];
    }

    public static IpEntry Entry(string fromIp, string? toIp, string? description, bool exclusion, string where)
    {
        if (!Interval.TryParse(fromIp, out var interval, out var isBlock))
        {
            throw Bad(where, fromIp);
        }

        if (toIp is null)
        {
            return new IpEntry(interval.SpellBlock(), null, description, exclusion, interval);
        }

        // unknown: strict. A real PCE's answer to a block with an end, two families or a reversed range was never seen.
        if (!Interval.TryParseAddress(toIp, out var family, out var last) || isBlock || family != interval.Family || last < interval.First)
        {
            throw Bad(where, $"{fromIp}-{toIp}");
        }

        return new IpEntry(
            Interval.Spell(family, interval.First),
            Interval.Spell(family, last),
            description,
            exclusion,
            interval with
            {
                Last = last,
            }
        );
    }

    private static IpEntry Range(JsonElement item, string where)
    {
        // Its schema lets other properties pass.
        var body = Body.Open(item, "ip_ranges", where).Require("from_ip");
        return Entry(
            body.Text("from_ip")!,
            Unset(body.Text("to_ip")),
            Unset(body.Text("description")),
            body.Flag("exclusion") ?? false,
            where
        );
    }

    private static FqdnEntry Fqdn(JsonElement item, string where)
    {
        var body = Body.Closed(item, "sec_policy_ip_lists", where, ["fqdn", "description"]).Require("fqdn");
        var fqdn = body.Text("fqdn")!;
        return !string.IsNullOrWhiteSpace(fqdn) && fqdn.Length <= 255 && !fqdn.Any(char.IsWhiteSpace)
            ? new FqdnEntry(fqdn, Unset(body.Text("description")))
            : throw Refusal.NotAcceptable("invalid_fqdn", $"Invalid FQDN specified: {fqdn}"); // unknown: strict
    }

    private static void Check(IpList list, bool acceptEmpty)
    {
        if (list.Ranges is [] && list.Fqdns is [] && !acceptEmpty)
        {
            // unknown: strict. Illumio's own clients demand this; no schema does (docs/pce.md#6-entries).
            throw Refusal.NotAcceptable("ip_list_is_empty", "Either IP ranges or FQDNs must be provided");
        }

        var exclusions = IntervalUnion.Of(from entry in list.Ranges where entry.Exclusion select entry.Interval);
        var inclusions = IntervalUnion.Of(from entry in list.Ranges where !entry.Exclusion select entry.Interval);
        if (list.Ranges.Any(entry => entry.Exclusion) && !exclusions.IsStrictlyWithin(inclusions))
        {
            // The rule is the schema's (common/ip_ranges); status and token of its breach are unknown.
            throw Refusal.NotAcceptable("invalid_exclusion", "Exclusions must be a strict subset of inclusive IP addresses");
        }
    }

    /// <summary>Terraform sends <c>""</c> in every body for what is not set (docs/pce.md#6-entries).</summary>
    private static string? Unset(string? text) => text is "" ? null : text;

    private static Refusal Bad(string where, string text) =>
        Refusal.NotAcceptable("invalid_ip_address", $"Invalid IP address specified: {text} at {where}");
}
