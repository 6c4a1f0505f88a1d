using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.FindingTypes;

namespace Shield.Core.Feeds;

/// <summary>
/// Objects of STIX 2.0 and 2.1, from bundles, lists and pages of a TAXII collection. Only indicators are verdicts: an observable such as
/// <c>ipv4-addr</c> says what was seen, and nothing about it. Of several versions of an object the newest counts (section 3.6 of
/// https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html).
/// </summary>
internal sealed class StixFeed(FeedTally tally, int most)
{
    /// <summary>Before a label that says in which direction Shield blocks.</summary>
    public const string DirectionLabel = "guardduty-shield:direction=";

    /// <summary>Types of indicator that say something else than that it is malicious (section 10.6 there).</summary>
    private static readonly ImmutableArray<string> NoVerdicts =
    [
        "anomalous-activity",
        "anonymization",
        "attribution",
        "benign",
        "compromised",
        "unknown",
    ];

    private readonly Dictionary<string, Version> _newest = [];
    private readonly List<string> _order = [];
    private int _lines;

    public void Read(JsonText document) =>
        document.Walk(
            (name, depth, kind) =>
                (depth, kind) switch
                {
                    (0, JsonTokenType.StartArray) => JsonStep.TakeElements,
                    (0, _) => JsonStep.Enter,
                    (1, JsonTokenType.StartArray) when name is "objects" => JsonStep.TakeElements,
                    _ => JsonStep.Skip,
                },
            Read,
            tally
        );

    /// <summary>Hands over what the newest versions say, once all pages are read.</summary>
    public void Finish()
    {
        foreach (var line in _order.SelectMany(id => _newest[id].Lines))
        {
            tally.Add(line);
        }
    }

    private void Read(JsonElement record, string place)
    {
        var type = record.TextAt("type");
        if (type is not "indicator")
        {
            tally.PassOver(type is "" ? "other" : FeedText.Kind(type));
            return;
        }

        var id = record.TextAt("id");
        if (id.Length is 0 or > 200)
        {
            tally.Reject(place, "is an indicator without an id");
            return;
        }

        if (
            !FeedText.TryReadMoment(record.TextAt("modified"), out var modified)
            || !FeedText.TryReadMoment(record.TextAt("valid_from"), out var from)
            || !FeedText.TryReadMoment(record.TextAt("valid_until"), out var until)
        )
        {
            tally.Reject(place, "has a modified, valid_from or valid_until that is no moment");
            return;
        }

        var isRevoked = record.IsTrueAt("revoked");
        var version = new Version(modified ?? from, isRevoked, [.. Lines(record, place, modified ?? from, from, until, isRevoked)]);
        if (!_newest.TryGetValue(id, out var known))
        {
            // More than a list may have: what follows would not be kept.
            if (_lines > most)
            {
                tally.Cut();
                return;
            }

            _order.Add(id);
            _lines += version.Lines.Length;
            _newest.Add(id, version);
        }
        else if (version.IsNewerThan(known))
        {
            _newest[id] = version.Lines.IsEmpty && isRevoked ? Revoked(known, version) : version;
        }
    }

    private List<FeedLine> Lines(
        JsonElement record,
        string place,
        DateTimeOffset? at,
        DateTimeOffset? from,
        DateTimeOffset? until,
        bool isRevoked
    )
    {
        ImmutableArray<string> types = [.. record.ListAt("indicator_types").Select(one => one.AsText())];
        ImmutableArray<string> labels = [.. record.ListAt("labels").Select(one => one.AsText())];
        if (types.Contains("benign") || labels.Contains("benign") || (!types.IsEmpty && types.All(NoVerdicts.Contains)))
        {
            tally.PassOver(types.Contains("benign") || labels.Contains("benign") ? "benign" : "no-verdict");
            return [];
        }

        if (record.TextAt("pattern_type") is not ("" or "stix") and var language)
        {
            tally.PassOver(FeedText.Kind(language));
            return [];
        }

        StixPattern pattern;
        try
        {
            pattern = StixPattern.Parse(record.TextAt("pattern"));
        }
        catch (FormatException fault)
        {
            tally.Reject(place, fault.Message);
            return [];
        }

        for (var compound = 0; compound < pattern.Compounds; compound++)
        {
            tally.PassOver("compound-pattern");
        }

        for (var other = 0; other < pattern.Others; other++)
        {
            tally.PassOver("other-pattern");
        }

        var words = FeedText.Words(
            record.TextAt("name") is { Length: > 0 } name ? name
            : record.TextAt("description") is { Length: > 0 } description ? description
            : record.TextAt("pattern")
        );
        var directions = DirectionsOf(labels);
        var lines = new List<FeedLine>();
        foreach (var party in pattern.Parties)
        {
            var named = NamedParty.Of(party.Text);
            if (named.Indicator is not { } indicator)
            {
                tally.Reject(place, named.Fault ?? $"names a {named.OtherKind} where an address or a domain is expected");
                continue;
            }

            lines.Add(
                new FeedLine
                {
                    Indicator = indicator,
                    Text = words,
                    Position = place,
                    Id = FeedText.Words(record.TextAt("id")),
                    From = from,
                    Until = until,
                    At = at,
                    IsRevoked = isRevoked,
                    Directions = directions ?? party.Directions,
                }
            );
        }

        return lines;
    }

    private static Directions? DirectionsOf(ImmutableArray<string> labels) =>
        labels.Contains(DirectionLabel + "inbound") ? Directions.Inbound
        : labels.Contains(DirectionLabel + "outbound") ? Directions.Outbound
        : null;

    /// <summary>A version that revokes may say nothing else: it takes back what the one before said.</summary>
    private static Version Revoked(Version known, Version revoking) =>
        revoking with
        {
            Lines = [.. known.Lines.Select(line => line with { IsRevoked = true, At = revoking.At })],
        };

    private sealed record Version(DateTimeOffset? At, bool IsRevoked, ImmutableArray<FeedLine> Lines)
    {
        /// <summary>On a tie the one that takes back.</summary>
        public bool IsNewerThan(Version other) =>
            Nullable.Compare(At, other.At) is var order && (order > 0 || (order is 0 && IsRevoked && !other.IsRevoked));
    }
}
