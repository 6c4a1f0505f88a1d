using System.Text.Json.Nodes;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.IpLists;

/// <summary>pce-api.md 1.</summary>
internal static class IpListEndpoints
{
    public static Answer List(Pce pce, Call call)
    {
        var (name, description) = (call.Query("name"), call.Query("description"));
        var (address, fqdn) = (call.Query("ip_address"), call.Query("fqdn"));
        var (set, reference) = (call.Query("external_data_set"), call.Query("external_data_reference"));
        return Collection.Of(
            pce,
            call,
            PolicyReading.All<IpList>(pce, call),
            seen => Collection.Contains(seen.Object.Name, name)
                && Collection.Contains(seen.Object.Description, description)
                && Collection.Equals(seen.Object.ExternalDataSet, set)
                && Collection.Equals(seen.Object.ExternalDataReference, reference)
                && (address is null || seen.Object.Ranges.Any(entry => Collection.Contains(entry.FromIp, address) || Collection.Contains(entry.ToIp, address)))
                && (fqdn is null || seen.Object.Fqdns.Any(entry => Collection.Contains(entry.Fqdn, fqdn))),
            seen => Write(pce, seen));
    }

    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce, PolicyReading.One<IpList>(pce, call)));

    public static Answer Create(Pce pce, Call call)
    {
        var body = IpListBody.Read(call.Body, "sec_policy_ip_lists_post").Require("name");
        var blank = new IpList { Id = 0, Name = "", Ranges = [], Fqdns = [], Created = call.Stamp, Updated = call.Stamp };
        var list = IpListBody.ApplyTo(blank, body, pce.Options.AcceptEmptyLists);
        DemandUnique(pce, list);
        var notifications = EntryLimit.Demand(pce, call, null, list);

        list = list with { Id = pce.Policy.NextId("ip_lists") };
        pce.Policy.Put(list);
        pce.Events.Changed(pce, call, 201, null, list, notifications);
        return Answer.Created(Write(pce, PolicyReading.See<IpList>(pce, pce.Policy.Draft[list.Key])));
    }

    /// <summary>
    /// unknown: strict. Whether a PUT that changes nothing makes a pending update was never seen: here it does, so that a client that
    /// writes without need is found out.
    /// </summary>
    public static Answer Update(Pce pce, Call call)
    {
        var before = Changeable(pce, call);
        var body = IpListBody.Read(call.Body, "sec_policy_ip_lists_put");
        var list = IpListBody.ApplyTo(before, body, pce.Options.AcceptEmptyLists) with { Updated = call.Stamp };
        DemandUnique(pce, list);
        var notifications = EntryLimit.Demand(pce, call, before, list);

        pce.Policy.Put(list);
        pce.Events.Changed(pce, call, 204, before, list, notifications);
        return Answer.NoContent;
    }

    public static Answer Delete(Pce pce, Call call)
    {
        var list = Changeable(pce, call);
        if (pce.Policy.Draft[list.Key].Deleted is not null)
        {
            throw Refusal.NotAcceptable("ip_list_already_deleted", "IP List has already been deleted");
        }

        // Only rules of the draft count: what the active policy alone still uses becomes a pending deletion (pce-api.md 10, 15).
        if (pce.Policy.Draft.Values.Any(draft => draft.Deleted is null && draft.Object.Provisioned.References.Contains(list.Key)))
        {
            throw Refusal.NotAcceptable("ip_list_referenced", "IP List is referenced by a rule");
        }

        pce.Policy.Delete(list.Key, call.Stamp);
        pce.Events.Changed(pce, call, 204, list, null);
        return Answer.NoContent;
    }

    public static JsonObject Write(Pce pce, PolicyReading.Seen<IpList> seen)
    {
        var list = seen.Object;
        var json = new JsonObject { ["href"] = pce.Org.Of(seen.Pversion, list.Key) };
        Stamp.Write(json, list.Created, list.Updated, seen.Deleted);
        if (seen.Pversion is "draft")
        {
            json["update_type"] = seen.UpdateType;
        }

        json["name"] = list.Name;
        if (list.Description is not null)
        {
            // Absent, never null, when unset (pce-api.md 1.4).
            json["description"] = list.Description;
        }

        json["external_data_set"] = list.ExternalDataSet;
        json["external_data_reference"] = list.ExternalDataReference;
        json["ip_ranges"] = Ranges(list);
        json["fqdns"] = Fqdns(list);
        return json;
    }

    public static JsonArray Ranges(IpList list) => new([.. list.Ranges.Select(entry => entry.Write())]);

    public static JsonArray Fqdns(IpList list) => new([.. list.Fqdns.Select(entry => entry.Write())]);

    /// <summary>unknown: strict. Whether the Any list, the system's own, may be changed was never seen.</summary>
    private static IpList Changeable(Pce pce, Call call)
    {
        var list = (IpList)PolicyReading.Draft(pce, call, PolicyKind.IpLists).Object;
        return list.Created.By is not Stamp.System
            ? list
            : throw Refusal.NotAcceptable("ip_list_not_editable", "A system IP List cannot be changed");
    }

    private static void DemandUnique(Pce pce, IpList list) =>
        PolicyText.DemandUnique(pce.Policy, list, "ip_list_name_not_unique", "IP List name must be unique");
}
