using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Labels;

internal static class LabelEndpoints
{
    private static readonly string[] Properties = ["key", "value", "external_data_set", "external_data_reference"];

    public static Answer List(Pce pce, Call call)
    {
        var (key, value) = (call.Query("key"), call.Query("value"));
        return Collection.Of(
            pce,
            call,
            pce.Labels.All,
            label => Collection.Equals(label.Key, key) && Collection.Contains(label.Value, value),
            label => Write(pce, label)
        );
    }

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, pce.Labels.Find(call.Id("id")) ?? throw Refusal.NotFound()));

    public static Answer Create(Pce pce, Call call)
    {
        var body = Body.Closed(call.Body, "labels_post", Properties).Require("key", "value");
        var (key, value) = (body.Text("key")!, body.Text("value")!);
        if (key is "" || value is "")
        {
            throw Refusal.Invalid("A label has a key and a value"); // unknown: strict
        }

        if (pce.Labels.All.Any(label => label.Key == key && string.Equals(label.Value, value, StringComparison.OrdinalIgnoreCase)))
        {
            throw Refusal.NotAcceptable("label_key_and_value_must_be_unique", "Label key and value must be unique");
        }

        var label = pce.Labels.Add(
            key,
            value,
            PolicyText.External(body, "external_data_set"),
            PolicyText.External(body, "external_data_reference"),
            call.Stamp
        );
        return Answer.Created(Write(pce, label));
    }

    /// <summary>None is defined. pylo asks for them before it loads anything (docs/pce.md#2-calls-and-keys).</summary>
    public static Answer Dimensions(Pce pce, Call call) => Collection.Of<Label>(pce, call, [], _ => true, label => Write(pce, label));

    /// <summary>As workloads name their labels.</summary>
    public static JsonObject WriteBrief(Pce pce, Label label) =>
        new()
        {
            ["href"] = pce.Org.Label(label.Id),
            ["key"] = label.Key,
            ["value"] = label.Value,
        };

    private static JsonObject Write(Pce pce, Label label)
    {
        var json = WriteBrief(pce, label);
        json["deleted"] = false;
        json["external_data_set"] = label.ExternalDataSet;
        json["external_data_reference"] = label.ExternalDataReference;
        json["created_at"] = Stamp.Text(label.Created.At);
        json["updated_at"] = Stamp.Text(label.Created.At);
        json["created_by"] = label.Created.ByHref;
        json["updated_by"] = label.Created.ByHref;
        return json;
    }
}
