using System.Text.Json.Nodes;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.IpLists;

/// <summary>The IP lists: read, made, changed, deleted (docs/pce.md#5-ip-lists).</summary>
internal sealed class IpListEndpoints : PolicyCollection<IpList>
{
    protected override PolicyKind Kind => PolicyKind.IpLists;

    protected override string Title => "IP List";

    protected override string[] Properties => ["ip_ranges", "fqdns"];

    protected override (string Token, string Message)? NameIsTaken => ("ip_list_name_not_unique", "IP List name must be unique");

    public static JsonArray Ranges(IpList list) => new([.. list.Ranges.Select(entry => entry.Write())]);

    public static JsonArray Fqdns(IpList list) => new([.. list.Fqdns.Select(entry => entry.Write())]);

    protected override IpList Blank(Stamp now) =>
        new()
        {
            Id = 0,
            Name = "",
            Ranges = [],
            Fqdns = [],
            Created = now,
            Updated = now,
        };

    protected override IpList ApplyTo(Pce pce, Call call, IpList before, Body body, string schema) =>
        IpListBody.ApplyTo(before, body, pce.Options.AcceptEmptyLists);

    protected override IReadOnlyList<Notification> Limits(Pce pce, Call call, IpList? before, IpList changed) =>
        EntryLimit.Demand(pce, call, before, changed);

    protected override IEnumerable<Filter<PolicyReading.Seen<IpList>>> Filters =>
        [
            .. base.Filters,
            Filter.PartOfAny<PolicyReading.Seen<IpList>>(
                "ip_address",
                (_, seen) => seen.Object.Ranges.SelectMany(entry => new[] { entry.FromIp, entry.ToIp })
            ),
            Filter.PartOfAny<PolicyReading.Seen<IpList>>("fqdn", (_, seen) => seen.Object.Fqdns.Select(entry => entry.Fqdn)),
            .. Filter.NotBuilt<PolicyReading.Seen<IpList>>("has_attribute"),
        ];

    protected override JsonObject Write(Pce pce, PolicyReading.Seen<IpList> seen)
    {
        var json = PolicyReading.Head(pce, seen);
        if (seen.Object.Description is { } description)
        {
            // Without a description the key is absent, never null (docs/pce.md#5-ip-lists).
            json["description"] = description;
        }

        json["ip_ranges"] = Ranges(seen.Object);
        json["fqdns"] = Fqdns(seen.Object);
        return json;
    }
}
