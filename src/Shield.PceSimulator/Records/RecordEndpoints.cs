using System.Text.Json;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Labels;

namespace Shield.PceSimulator.Records;

/// <summary>Collection and item of one kind of record, at any path that ends with it.</summary>
internal sealed class RecordEndpoints(RecordKind kind)
{
    /// <param name="parent">The path before the collection; what it leads to must exist.</param>
    public IEnumerable<PceRoute> Routes(string parent) =>
        [
            new("GET", $"{parent}/{kind.Plural}", List),
            new("POST", $"{parent}/{kind.Plural}", Create),
            new("GET", $"{parent}/{kind.Plural}/{{id}}", (pce, call) => Answer.Ok(Find(pce, call).DeepClone())),
            new("PUT", $"{parent}/{kind.Plural}/{{id}}", Update),
            new("DELETE", $"{parent}/{kind.Plural}/{{id}}", Delete),
        ];

    private Answer List(Pce pce, Call call) =>
        Collection.Of(pce, call, pce.Records.In(Existing(pce, Href(call))), kind.Filters, record => record.DeepClone());

    private Answer Create(Pce pce, Call call)
    {
        var collection = Existing(pce, Href(call));
        var body = Read(call.Body, $"{kind.Plural}_post").Require(kind.Required);
        var record = Make(pce, kind, collection, Written(pce, body), call.Stamp);
        foreach (var (child, written) in kind.Children)
        {
            Make(pce, child, $"{(string)record["href"]!}/{child.Plural}", written.DeepClone().AsObject(), call.Stamp);
        }

        var answer = record.DeepClone().AsObject();
        Add(answer, kind.OnlyOnce());
        return Answer.Created(answer);
    }

    private Answer Update(Pce pce, Call call)
    {
        var record = Find(pce, call).DeepClone().AsObject();
        Add(record, Written(pce, Read(call.Body, $"{kind.Plural}_put")));
        record["updated_at"] = Stamp.Text(call.Now);
        record["updated_by"] = call.Stamp.ByHref;
        pce.Records.Put(Href(call), record);
        return Answer.NoContent;
    }

    private Answer Delete(Pce pce, Call call)
    {
        Find(pce, call);
        pce.Records.Remove(Href(call));
        return Answer.NoContent;
    }

    private static JsonObject Make(Pce pce, RecordKind kind, string collection, JsonObject written, Stamp stamp)
    {
        var href = $"{collection}/{kind.IdOf(pce.Records.NextNumber(collection), written)}";
        if (pce.Records.Find(href) is not null)
        {
            throw Refusal.NotAcceptable("must_be_unique", $"{href} already exists"); // unknown: strict
        }

        var record = new JsonObject { ["href"] = href };
        Add(record, kind.Defaults());
        Add(record, written);
        (record["created_at"], record["updated_at"]) = (Stamp.Text(stamp.At), Stamp.Text(stamp.At));
        (record["created_by"], record["updated_by"]) = (stamp.ByHref, stamp.ByHref);
        pce.Records.Put(href, record);
        return record;
    }

    private Body Read(JsonElement? element, string schema) =>
        Body.Closed(element, schema, [.. kind.Properties.Select(property => property.Name)]);

    private JsonObject Written(Pce pce, Body body)
    {
        var written = new JsonObject();
        foreach (var property in kind.Properties.Where(property => body.Has(property.Name)))
        {
            Check(pce, body, property);
            written[property.Name] = JsonNode.Parse(body.Get(property.Name)!.Value.GetRawText());
        }

        return written;
    }

    private static void Check(Pce pce, Body body, RecordProperty property)
    {
        switch (property.Type)
        {
            case "text":
                body.NullableText(property.Name);
                break;
            case "flag":
                body.Flag(property.Name);
                break;
            case "number":
                body.Number(property.Name, int.MinValue, int.MaxValue);
                break;
            case "array":
                body.Items(property.Name);
                break;
            case "labels":
                foreach (var (item, where) in body.Items(property.Name)!)
                {
                    LabelHref.Read(pce, Body.Open(item, "labels", where).Require("href").Text("href")!);
                }

                break;
        }
    }

    private static JsonObject Find(Pce pce, Call call) => pce.Records.Find(Href(call)) ?? throw Refusal.NotFound();

    /// <summary>The collection, if what it belongs to exists.</summary>
    private static string Existing(Pce pce, string collection)
    {
        var parent = collection[..collection.LastIndexOf('/')];
        return parent == pce.Org.Root || pce.Records.Find(parent) is not null ? collection : throw Refusal.NotFound();
    }

    private static string Href(Call call) => call.Path["/api/v2".Length..];

    private static void Add(JsonObject to, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            to[name] = value?.DeepClone();
        }
    }
}
