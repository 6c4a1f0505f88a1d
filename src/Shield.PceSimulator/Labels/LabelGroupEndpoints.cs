using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Labels;

/// <summary>
/// Its properties are those that Illumio's Terraform provider sends and reads; we have no schema of them.
/// </summary>
internal sealed class LabelGroupEndpoints : PolicyCollection<LabelGroup>
{
    protected override PolicyKind Kind => PolicyKind.LabelGroups;

    protected override string Title => "Label group";

    protected override string[] Properties => ["labels", "sub_groups"];

    protected override string[] Required => ["name", "key"];

    protected override (string[] Post, string[] Put) OnlyIn => (["key"], []);

    protected override (string Token, string Message)? NameIsTaken => ("name_must_be_unique", "Name must be unique");

    protected override LabelGroup Blank(Stamp now) =>
        new()
        {
            Id = 0,
            Name = "",
            LabelKey = "",
            Created = now,
            Updated = now,
        };

    protected override LabelGroup ApplyTo(Pce pce, Call call, LabelGroup before, Body body, string schema)
    {
        var changed = before with
        {
            LabelKey = body.Text("key") ?? before.LabelKey,
            Labels = Hrefs(body, "labels", schema) is { } labels
                ? [.. labels.Select(href => LabelHref.Read(pce, href)).Distinct()]
                : before.Labels,
            SubGroups = Hrefs(body, "sub_groups", schema) is { } groups
                ? [.. groups.Select(href => PolicyReading.Existing(pce, href, PolicyKind.LabelGroups)).Distinct()]
                : before.SubGroups,
        };
        Check(pce, changed);
        return changed;
    }

    protected override IEnumerable<Filter<PolicyReading.Seen<LabelGroup>>> Filters =>
        [
            .. base.Filters,
            Filter.Whole<PolicyReading.Seen<LabelGroup>>("key", (_, seen) => seen.Object.LabelKey),
            .. Filter.NotBuilt<PolicyReading.Seen<LabelGroup>>("usage"),
        ];

    /// <summary>The groups that hold this one.</summary>
    public static Answer MemberOf(Pce pce, Call call)
    {
        var group = PolicyReading.One<LabelGroup>(pce, call);
        return Answer.Ok(
            new JsonArray([
                .. PolicyReading
                    .All<LabelGroup>(pce, call)
                    .Where(parent => parent.Deleted is null && parent.Object.SubGroups.Contains(group.Object.Key))
                    .Select(parent => new JsonObject
                    {
                        ["href"] = pce.Org.Of(parent.Pversion, parent.Object.Key),
                        ["name"] = parent.Object.Name,
                    }),
            ])
        );
    }

    /// <summary>Its labels, and those of the groups in it.</summary>
    public static Answer AllLabels(Pce pce, Call call)
    {
        var all = PolicyReading.All<LabelGroup>(pce, call).ToDictionary(seen => seen.Object.Key, seen => (PolicyObject)seen.Object);
        var meaning = new LabelMeaning(all.GetValueOrDefault, pce.Labels);
        var group = PolicyReading.One<LabelGroup>(pce, call).Object.Key;
        return Answer.Ok(
            new JsonArray([
                .. meaning
                    .LabelsOf(new LabelChoice.OfGroup(group))
                    .Order()
                    .Select(label => LabelEndpoints.WriteBrief(pce, pce.Labels.Find(label)!)),
            ])
        );
    }

    protected override JsonObject Write(Pce pce, PolicyReading.Seen<LabelGroup> seen)
    {
        var json = PolicyReading.Head(pce, seen);
        json["description"] = seen.Object.Description;
        json["key"] = seen.Object.LabelKey;
        json["labels"] = new JsonArray([.. seen.Object.Labels.Select(label => LabelEndpoints.WriteBrief(pce, pce.Labels.Find(label)!))]);
        json["sub_groups"] = new JsonArray([
            .. seen.Object.SubGroups.Select(group => new JsonObject
            {
                ["href"] = pce.Org.Of(seen.Pversion, group),
                ["name"] = Group(pce, group)?.Name,
            }),
        ]);
        return json;
    }

    // unknown: strict. A group holds labels of one key, as its property key says. How a PCE answers a label of another key was never seen.
    private static void Check(Pce pce, LabelGroup group)
    {
        if (group.LabelKey is "")
        {
            throw Refusal.Invalid("A label group has a key");
        }

        if (
            group.Labels.Any(label => pce.Labels.Find(label)!.Key != group.LabelKey)
            || group.SubGroups.Any(sub => Group(pce, sub)?.LabelKey != group.LabelKey)
        )
        {
            throw Refusal.NotAcceptable(
                "label_group_key_mismatch",
                $"Labels and groups of a label group must have its key, {group.LabelKey}"
            );
        }

        if (group.SubGroups.Any(sub => Holds(pce, sub, group.Key)))
        {
            throw Refusal.NotAcceptable("label_group_cycle", "A label group cannot contain itself");
        }
    }

    private static bool Holds(Pce pce, PolicyKey group, PolicyKey wanted) =>
        group == wanted || (Group(pce, group)?.SubGroups.Any(sub => Holds(pce, sub, wanted)) ?? false);

    private static LabelGroup? Group(Pce pce, PolicyKey key) => pce.Policy.Draft.GetValueOrDefault(key)?.Object as LabelGroup;

    private static ImmutableArray<string>? Hrefs(Body body, string name, string schema) =>
        body.Items(name) is { } items
            ? [.. items.Select(item => Body.Open(item.Value, schema, item.Where).Require("href").Text("href")!)]
            : null;
}
