using System.Text.Json;
using Shield.Core.FindingTypes;

namespace Shield.Core.Feeds;

/// <summary>
/// Events of MISP (https://www.misp-standard.org/rfc/misp-standard-core.html): the attributes of an event and of its objects. Only what
/// MISP marks for detection (<c>to_ids</c>) is an indicator; the rest is context.
/// </summary>
internal static class MispFeed
{
    public static void Read(JsonText document, FeedTally tally) =>
        document.Walk(
            (name, depth, kind) =>
                name switch
                {
                    "" or "Event" or "response" => JsonStep.Enter,
                    "Attribute" or "Object" when kind is JsonTokenType.StartArray => JsonStep.TakeElements,
                    _ => JsonStep.Skip,
                },
            (record, place) =>
            {
                if (record.At("Attribute").ValueKind is not JsonValueKind.Array)
                {
                    ReadAttribute(record, place, tally);
                    return;
                }

                // An object that is deleted takes its attributes along.
                var index = 0;
                foreach (var attribute in record.ListAt("Attribute"))
                {
                    ReadAttribute(attribute, $"{place}.Attribute[{index++}]", tally, record.IsTrueAt("deleted"));
                }
            },
            tally
        );

    private static void ReadAttribute(JsonElement attribute, string place, FeedTally tally, bool isDeleted = false)
    {
        var (type, value) = (attribute.TextAt("type"), attribute.TextAt("value").Trim());
        NamedParty? known = type switch
        {
            "ip-src" or "ip-dst" or "domain" or "hostname" => NamedParty.Of(value),
            "ip-src|port" or "ip-dst|port" or "hostname|port" => NamedParty.WithPort(value, '|'),
            // The name is the party. The address is where it led once, perhaps beside a thousand others.
            "domain|ip" => NamedParty.WithPort(value, '|'),
            _ => null,
        };
        if (known is not { } party)
        {
            tally.PassOver(FeedText.Kind(type));
        }
        else if (!attribute.IsTrueAt("to_ids"))
        {
            tally.PassOver("not-for-detection");
        }
        else if (party.Indicator is not { } indicator)
        {
            tally.Reject(place, party.Fault ?? $"is of type {type} and has a value of another kind: {party.OtherKind}");
        }
        else
        {
            FeedText.TryReadMoment(attribute.TextAt("timestamp"), out var at);
            tally.Add(
                new FeedLine
                {
                    Indicator = indicator,
                    Text = FeedText.Words(attribute.TextAt("comment") is { Length: > 0 } comment ? comment : $"{type} {value}"),
                    Position = place,
                    Id = attribute.TextAt("uuid") is { Length: > 0 } id ? FeedText.Words(id) : null,
                    At = at,
                    IsRevoked = isDeleted || attribute.IsTrueAt("deleted"),
                    // MISP's own words: the source of an attack, and where an infected host reports to.
                    Directions =
                        type.StartsWith("ip-src", StringComparison.Ordinal) ? Directions.Inbound
                        : type.StartsWith("ip-dst", StringComparison.Ordinal) ? Directions.Outbound
                        : null,
                }
            );
        }
    }
}
