using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Labels;

/// <summary>
/// A key that labels may have. A new organisation has these four, made by the system (docs/pce.md#16-workloads); the simulator knows no
/// others.
/// </summary>
internal sealed record LabelDimension(int Id, string Key, string Name)
{
    private const string Defaults = "defaults.illumio.com";

    public static readonly LabelDimension[] All =
    [
        new(1, "role", "Role"),
        new(2, "app", "Application"),
        new(3, "env", "Environment"),
        new(4, "loc", "Location"),
    ];

    private static readonly Filters<LabelDimension> Filters = new([
        Filter.Whole<LabelDimension>("key", (_, dimension) => dimension.Key),
        Filter.Part<LabelDimension>("display_name", (_, dimension) => dimension.Name),
        Filter.Whole<LabelDimension>("external_data_set", (_, _) => Defaults),
        Filter.Whole<LabelDimension>("external_data_reference", (_, dimension) => dimension.Key),
        Filter.ReadElsewhere<LabelDimension>("max_results"),
    ]);

    public static Answer List(Pce pce, Call call) => Collection.Of(pce, call, All, Filters, dimension => dimension.Write(pce));

    public static Answer Get(Pce pce, Call call) =>
        Answer.Ok((Array.Find(All, dimension => dimension.Id == call.Id("id")) ?? throw Refusal.NotFound()).Write(pce));

    private JsonObject Write(Pce pce)
    {
        var made = new Stamp(pce.Policy.Versions[0].Created.At, Stamp.System);
        return new JsonObject
        {
            ["href"] = $"{pce.Org.Root}/label_dimensions/{Id}",
            ["key"] = Key,
            ["display_name"] = Name,
            ["external_data_set"] = Defaults,
            ["external_data_reference"] = Key,
            ["deleted"] = false,
            ["created_at"] = Stamp.Text(made.At),
            ["updated_at"] = Stamp.Text(made.At),
            ["created_by"] = made.ByHref,
            ["updated_by"] = made.ByHref,
            ["caps"] = new JsonArray("write"),
        };
    }
}
