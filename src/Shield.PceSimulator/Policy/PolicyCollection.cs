using System.Text.Json.Nodes;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// Collection and item of one kind of policy object: read in any version, written in the draft (docs/pce.md#8-draft-and-active).
/// </summary>
internal abstract class PolicyCollection<T>
    where T : PolicyObject
{
    private Filters<PolicyReading.Seen<T>>? _filters;

    protected abstract PolicyKind Kind { get; }

    /// <summary>As messages name an object of this kind.</summary>
    protected abstract string Title { get; }

    /// <summary>The properties of a body that most kinds have.</summary>
    protected virtual string[] CommonProperties => PolicyText.Properties;

    /// <summary>Every other property of a body.</summary>
    protected abstract string[] Properties { get; }

    /// <summary>What a POST must name.</summary>
    protected virtual string[] Required => ["name"];

    /// <summary>What only a POST, and what only a PUT may name.</summary>
    protected virtual (string[] Post, string[] Put) OnlyIn => ([], []);

    /// <summary>How the PCE says that a name is taken; null where names may be.</summary>
    protected abstract (string Token, string Message)? NameIsTaken { get; }

    /// <summary>unknown: strict. Of the system's own objects only rule sets are known to take changes (docs/pce.md#10-rules).</summary>
    protected virtual bool SystemsMayChange => false;

    public IEnumerable<PceRoute> Routes(string read, string draft) =>
        [
            new("GET", $"{read}/{Kind.Plural()}", List),
            new("GET", $"{read}/{Kind.Plural()}/{{id}}", Get),
            new("POST", $"{draft}/{Kind.Plural()}", Create),
            new("PUT", $"{draft}/{Kind.Plural()}/{{id}}", Update),
            new("DELETE", $"{draft}/{Kind.Plural()}/{{id}}", Delete),
        ];

    protected abstract T Blank(Stamp now);

    /// <summary>Only what the body names is changed (docs/pce.md#5-ip-lists).</summary>
    /// <param name="before">With what all kinds have in common changed already.</param>
    protected abstract T ApplyTo(Pce pce, Call call, T before, Body body, string schema);

    protected abstract JsonObject Write(Pce pce, PolicyReading.Seen<T> seen);

    /// <summary>The documented filters; most kinds have these and more.</summary>
    protected virtual IEnumerable<Filter<PolicyReading.Seen<T>>> Filters =>
        [
            Filter.Part<PolicyReading.Seen<T>>("name", (_, seen) => seen.Object.Name),
            Filter.Part<PolicyReading.Seen<T>>("description", (_, seen) => seen.Object.Description),
            Filter.Whole<PolicyReading.Seen<T>>("external_data_set", (_, seen) => seen.Object.ExternalDataSet),
            Filter.Whole<PolicyReading.Seen<T>>("external_data_reference", (_, seen) => seen.Object.ExternalDataReference),
            Filter.ReadElsewhere<PolicyReading.Seen<T>>("max_results"),
        ];

    /// <summary>What a limit says of a change that is to be made.</summary>
    /// <exception cref="Refusal">A hard limit.</exception>
    protected virtual IReadOnlyList<Notification> Limits(Pce pce, Call call, T? before, T changed) => [];

    private Answer List(Pce pce, Call call) =>
        Collection.Of(pce, call, PolicyReading.All<T>(pce, call), _filters ??= new(Filters), seen => Write(pce, seen));

    private Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, PolicyReading.One<T>(pce, call)));

    private Answer Create(Pce pce, Call call)
    {
        var schema = $"sec_policy_{Kind.Plural()}_post";
        var body = Body.Closed(call.Body, schema, [.. CommonProperties, .. Properties, .. OnlyIn.Post]).Require(Required);
        var made = Changed(pce, call, Blank(call.Stamp), body, schema);
        var notifications = Limits(pce, call, null, made);

        made = (T)(made with { Id = pce.Policy.NextId(Kind.Plural()) });
        pce.Policy.Put(made);
        pce.Events.Changed(pce, call, 201, null, made, notifications);
        return Answer.Created(Write(pce, PolicyReading.See<T>(pce, pce.Policy.Draft[made.Key])));
    }

    /// <summary>
    /// unknown: strict. Whether a PUT that changes nothing makes a pending update was never seen: here it does, so that a client that
    /// writes without need is found out.
    /// </summary>
    private Answer Update(Pce pce, Call call)
    {
        var before = Changeable(pce, call);
        var schema = $"sec_policy_{Kind.Plural()}_put";
        var body = Body.Closed(call.Body, schema, [.. CommonProperties, .. Properties, .. OnlyIn.Put]);
        var changed = Changed(pce, call, before, body, schema);
        var notifications = Limits(pce, call, before, changed);

        pce.Policy.Put(changed);
        pce.Events.Changed(pce, call, 204, before, changed, notifications);
        return Answer.NoContent;
    }

    private Answer Delete(Pce pce, Call call)
    {
        var gone = Changeable(pce, call);
        if (pce.Policy.Draft[gone.Key].Deleted is not null)
        {
            throw Refusal.NotAcceptable($"{Kind.Singular()}_already_deleted", $"{Title} has already been deleted");
        }

        // Only the draft counts: what only the active policy still uses becomes a pending deletion (docs/pce.md#3-refusals).
        if (pce.Policy.Draft.Values.Any(draft => draft.Deleted is null && draft.Object.Provisioned.References.Contains(gone.Key)))
        {
            throw Refusal.NotAcceptable($"{Kind.Singular()}_referenced", $"{Title} is referenced by a rule");
        }

        pce.Policy.Delete(gone.Key, call.Stamp);
        pce.Events.Changed(pce, call, 204, gone, null);
        return Answer.NoContent;
    }

    private T Changed(Pce pce, Call call, T before, Body body, string schema)
    {
        var changed = (T)(ApplyTo(pce, call, PolicyText.ApplyTo(before, body), body, schema) with { Updated = call.Stamp });
        PolicyText.DemandUnique(pce.Policy, changed, NameIsTaken);
        return changed;
    }

    private T Changeable(Pce pce, Call call)
    {
        var one = (T)PolicyReading.Draft(pce, call, Kind).Object;
        return SystemsMayChange || one.Created.By is not Stamp.System
            ? one
            : throw Refusal.NotAcceptable($"{Kind.Singular()}_not_editable", $"A system {Title} cannot be changed");
    }
}
