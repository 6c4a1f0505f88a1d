using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>The objects of one kind under <c>draft</c>, <c>active</c> or a version's number.</summary>
internal static class PolicyReading
{
    /// <summary>An object with what only its surroundings know.</summary>
    internal sealed record Seen<T>(T Object, string Pversion, string? UpdateType, Stamp? Deleted)
        where T : PolicyObject;

    public static IReadOnlyList<Seen<T>> All<T>(Pce pce, Call call)
        where T : PolicyObject
    {
        var pversion = call.Route("pversion");
        return pversion is "draft"
            ? [.. from draft in pce.Policy.Draft.Values where draft.Object is T select See<T>(pce, draft)]
            : [.. from kept in Content(pce, pversion).Values.OfType<T>() select new Seen<T>(kept, pversion, null, null)];
    }

    public static Seen<T> One<T>(Pce pce, Call call)
        where T : PolicyObject =>
        All<T>(pce, call).FirstOrDefault(seen => seen.Object.Key.IdText() == call.Route("id")) ?? throw Refusal.NotFound();

    /// <summary>The draft of an object, for a change.</summary>
    public static DraftObject Draft(Pce pce, Call call, PolicyKind kind) =>
        (kind.TryReadId(call.Route("id"), out var key) ? pce.Policy.Draft.GetValueOrDefault(key) : null) ?? throw Refusal.NotFound();

    public static Seen<T> See<T>(Pce pce, DraftObject draft)
        where T : PolicyObject => new((T)draft.Object, "draft", pce.Policy.UpdateType(draft), draft.Deleted);

    /// <summary>What every policy object shows. A description is not among it: kinds differ in how they show that there is none.</summary>
    public static JsonObject Head<T>(Pce pce, Seen<T> seen)
        where T : PolicyObject
    {
        var json = new JsonObject { ["href"] = pce.Org.Of(seen.Pversion, seen.Object.Key) };
        Stamp.Write(json, seen.Object.Created, seen.Object.Updated, seen.Deleted);
        if (seen.Pversion is "draft")
        {
            json["update_type"] = seen.UpdateType;
        }

        json["name"] = seen.Object.Name;
        json["external_data_set"] = seen.Object.ExternalDataSet;
        json["external_data_reference"] = seen.Object.ExternalDataReference;
        return json;
    }

    /// <summary>
    /// A draft href or an active one, which a write may name too (docs/pce.md#10-rules), of an object that is not being deleted.
    /// </summary>
    public static PolicyKey Existing(Pce pce, string href, PolicyKind kind)
    {
        if (!pce.Org.TryRead(href, out var pversion, out var key) || key.Kind != kind)
        {
            throw Refusal.InvalidUri(href);
        }

        return pce.Policy.Draft.GetValueOrDefault(key) is { Deleted: null } && (pversion is "draft" || pce.Policy.Active.ContainsKey(key))
            ? key
            : throw Refusal.NothingAt(pce.Org, href, kind.Plural());
    }

    /// <summary>The whole policy, the draft as it would be once provisioned.</summary>
    public static ImmutableSortedDictionary<PolicyKey, PolicyObject> Content(Pce pce, Call call) =>
        call.Route("pversion") is "draft" ? pce.Policy.ActiveAfter(pce.Policy.Pending) : Content(pce, call.Route("pversion"));

    private static ImmutableSortedDictionary<PolicyKey, PolicyObject> Content(Pce pce, string pversion)
    {
        if (pversion is "active")
        {
            return pce.Policy.Active;
        }

        return
            int.TryParse(pversion, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && pce.Policy.Versions.FirstOrDefault(version => version.Version == number) is { } version
            ? version.Content
            : throw Refusal.NotFound();
    }
}
