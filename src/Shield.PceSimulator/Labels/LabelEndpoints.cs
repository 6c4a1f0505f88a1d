using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Labels;

/// <summary>Labels (docs/pce.md#16-workloads): made, changed, and deleted once nothing uses them.</summary>
internal static class LabelEndpoints
{
    private static readonly string[] Properties = ["value", "external_data_set", "external_data_reference"];

    private static readonly Filters<Label> Filters = new([
        Filter.Whole<Label>("key", (_, label) => label.Key),
        Filter.Part<Label>("value", (_, label) => label.Value),
        Filter.Whole<Label>("external_data_set", (_, label) => label.ExternalDataSet),
        Filter.Whole<Label>("external_data_reference", (_, label) => label.ExternalDataReference),
        Filter.ReadElsewhere<Label>("usage"),
        Filter.ReadElsewhere<Label>("include_deleted"),
        Filter.ReadElsewhere<Label>("max_results"),
    ]);

    public static Answer List(Pce pce, Call call)
    {
        var all = call.QueryFlag("include_deleted") ? pce.Labels.All : [.. pce.Labels.All.Where(label => !label.Deleted)];
        return Collection.Of(pce, call, all, Filters, label => Write(pce, call, label));
    }

    /// <summary>Also of a deleted label: 200, with <c>deleted</c>.</summary>
    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, call, Find(pce, call)));

    public static Answer Create(Pce pce, Call call)
    {
        var body = Body.Closed(call.Body, "labels_post", ["key", .. Properties]).Require("key", "value");
        var key = body.Text("key")!;
        if (!LabelDimension.All.Any(dimension => dimension.Key == key))
        {
            throw Refusal.NotAcceptable("label_key_not_supported", "Label key is not supported");
        }

        var value = Value(pce, body, key, except: null);
        var label = pce.Labels.Add(
            key,
            value,
            PolicyText.External(body, "external_data_set"),
            PolicyText.External(body, "external_data_reference"),
            call.Stamp
        );
        return Answer.Created(Write(pce, call, label));
    }

    /// <summary>A key is given once: the schema of the PUT does not name it.</summary>
    public static Answer Update(Pce pce, Call call)
    {
        var label = Changeable(pce, call);
        var body = Body.Closed(call.Body, "labels_put", Properties);
        pce.Labels.Put(
            label with
            {
                Value = body.Has("value") ? Value(pce, body, label.Key, label) : label.Value,
                ExternalDataSet = body.Has("external_data_set") ? PolicyText.External(body, "external_data_set") : label.ExternalDataSet,
                ExternalDataReference = body.Has("external_data_reference")
                    ? PolicyText.External(body, "external_data_reference")
                    : label.ExternalDataReference,
                Updated = call.Stamp,
            }
        );
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        var label = Changeable(pce, call);
        new LabelUsage(pce, label).DemandNone();
        pce.Labels.Put(label with { Deleted = true, Updated = call.Stamp });
        return Answer.NoContent;
    }

    /// <summary>As workloads name their labels.</summary>
    public static JsonObject WriteBrief(Pce pce, Label label) =>
        new()
        {
            ["href"] = pce.Org.Label(label.Id),
            ["key"] = label.Key,
            ["value"] = label.Value,
        };

    private static Label Find(Pce pce, Call call) => pce.Labels.Find(call.Id("id")) ?? throw Refusal.NotFound();

    private static Label Changeable(Pce pce, Call call) =>
        Find(pce, call) is { Deleted: false } label
            ? label
            : throw Refusal.NotAcceptable("label_already_deleted", "Label has already been deleted"); // unknown: strict

    private static string Value(Pce pce, Body body, string key, Label? except)
    {
        var value = body.Text("value")!;
        if (value is "")
        {
            throw Refusal.Invalid("A label has a value"); // unknown: strict
        }

        return pce.Labels.All.Any(label =>
            !label.Deleted && label != except && label.Key == key && string.Equals(label.Value, value, StringComparison.OrdinalIgnoreCase)
        )
            ? throw Refusal.NotAcceptable("label_key_and_value_must_be_unique", "Label key and value must be unique")
            : value;
    }

    private static JsonObject Write(Pce pce, Call call, Label label)
    {
        var json = WriteBrief(pce, label);
        json["deleted"] = label.Deleted;
        json["external_data_set"] = label.ExternalDataSet;
        json["external_data_reference"] = label.ExternalDataReference;
        json["created_at"] = Stamp.Text(label.Created.At);
        json["updated_at"] = Stamp.Text(label.Updated.At);
        json["created_by"] = label.Created.ByHref;
        json["updated_by"] = label.Updated.ByHref;
        if (call.QueryFlag("usage"))
        {
            json["usage"] = new LabelUsage(pce, label).Write();
        }

        return json;
    }
}
