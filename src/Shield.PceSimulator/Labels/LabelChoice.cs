using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Labels;

/// <summary>A label, or a label group, which stands for any of its labels: in scopes and among actors.</summary>
internal abstract record LabelChoice
{
    public sealed record One(long Label) : LabelChoice;

    public sealed record OfGroup(PolicyKey Group) : LabelChoice;

    /// <summary>The property that names it.</summary>
    public string Word => this is One ? "label" : "label_group";

    /// <summary>What must exist wherever this is used; labels are not provisioned.</summary>
    public IEnumerable<PolicyKey> References => this is OfGroup group ? [group.Group] : [];

    public static LabelChoice Read(Pce pce, string word, string href) =>
        word is "label" ? new One(LabelHref.Read(pce, href)) : new OfGroup(PolicyReading.Existing(pce, href, PolicyKind.LabelGroups));

    public JsonObject Write(Org org, string pversion) =>
        new() { ["href"] = this is One one ? org.Label(one.Label) : org.Of(pversion, ((OfGroup)this).Group) };
}

internal static class LabelHref
{
    public static long Read(Pce pce, string href) => pce.Labels.Find(pce.Org, href)?.Id ?? throw Refusal.NothingAt(pce.Org, href, "labels");
}
