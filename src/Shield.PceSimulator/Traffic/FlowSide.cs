using System.Text.Json;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Labels;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Reach;

namespace Shield.PceSimulator.Traffic;

/// <summary>
/// One side of a query: <c>include</c> is a list of lists, of which one must fit whole, and <c>exclude</c> a list of which none may.
/// </summary>
internal sealed class FlowSide
{
    private static readonly string[] Actors =
    [
        "actors",
        "label",
        "label_group",
        "workload",
        "ip_address",
        "ip_list",
        "fqdn",
        "transmission",
        "cloud_resource",
        "data_center",
    ];

    private readonly Pce _pce;
    private readonly string _schema;
    private readonly Func<Party, string?, bool>[][] _include;
    private readonly Func<Party, string?, bool>[] _exclude;

    private FlowSide(Pce pce, string schema, Body side)
    {
        (_pce, _schema) = (pce, schema);
        _include = [.. side.Items("include")!.Select(all => Items(all.Value, all.Where))];
        _exclude = [.. side.Items("exclude")!.Select(one => Read(one.Value, one.Where))];
    }

    /// <summary>Whether it asks for an IP list: then flows of workloads are left out, unless the query says otherwise.</summary>
    public bool NamesAList { get; private set; }

    public static FlowSide Read(Pce pce, Body query, string name, string schema) =>
        new(pce, schema, Body.Closed(query.Get(name), schema, query.At(name), ["include", "exclude"]).Require("include", "exclude"));

    /// <summary>Nothing to include is everything.</summary>
    public bool Fits(Party party, string? name) =>
        (_include is [] || _include.Any(all => all.All(fits => fits(party, name)))) && !_exclude.Any(fits => fits(party, name));

    private Func<Party, string?, bool>[] Items(JsonElement all, string where) =>
        all.ValueKind is JsonValueKind.Array
            ? [.. all.EnumerateArray().Select((one, index) => Read(one, $"{where}/{index}", included: true))]
            : throw Body.Mismatch(where, all, "array", _schema);

    private Func<Party, string?, bool> Read(JsonElement element, string where, bool included = false)
    {
        var actor = Body.Closed(element, _schema, where, Actors);
        if (Actors.Where(actor.Has).ToArray() is not [var kind])
        {
            throw Refusal.Invalid($"The property '{where}' names not one of {string.Join(", ", Actors)} in schema {_schema}.schema.json");
        }

        switch (kind)
        {
            case "actors":
                actor.OneOf(kind, "ams");
                return (party, _) => party.Workload is { Managed: true };
            case "label" or "label_group":
                var meaning = new LabelMeaning(key => _pce.Policy.Draft.GetValueOrDefault(key)?.Object, _pce.Labels);
                var labels = meaning.LabelsOf(LabelChoice.Read(_pce, kind, Href(actor, kind)));
                return (party, _) => party.Workload is { } workload && labels.Overlaps(workload.Labels);
            case "workload":
                var href = Href(actor, kind);
                var wanted = _pce.Workloads.Find(_pce.Org, href) ?? throw Refusal.NothingAt(_pce.Org, href, "workloads");
                return (party, _) => party.Workload?.Id == wanted.Id;
            case "ip_address":
                return Interval.TryParse(actor.Text(kind), out var range, out _)
                    ? (party, _) => range.Contains(party.Family, party.Address)
                    : throw Refusal.NotAcceptable("invalid_ip_address", $"Invalid IP address specified: {actor.Text(kind)}");
            case "ip_list":
                NamesAList |= included;
                var key = PolicyReading.Existing(_pce, Href(actor, kind), PolicyKind.IpLists);
                var list = (IpList)_pce.Policy.Draft[key].Object;
                return (party, _) => list.Matches(party.Family, party.Address);
            case "fqdn":
                var fqdn = actor.Text(kind)!;
                return (_, name) => Collection.Contains(name, fqdn);
            case "transmission":
                var transmission = actor.OneOf(kind, "broadcast", "multicast", "unicast");
                return (_, _) => transmission is "unicast"; // No contact is anything else.
            default:
                throw Refusal.NotSimulated($"{kind} in traffic queries");
        }
    }

    private string Href(Body actor, string kind) => Body.Open(actor.Get(kind), _schema, actor.At(kind)).Require("href").Text("href")!;
}
