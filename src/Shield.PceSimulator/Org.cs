using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator;

/// <summary>An organisation's hrefs: relative to <c>/api/v2</c>, and strings, never to be taken apart by a client.</summary>
internal sealed record Org(int Id)
{
    public string Root => $"/orgs/{Id}";

    public string Of(string pversion, PolicyKey key) =>
        key.Kind is PolicyKind.FirewallSettings
            ? $"{Root}/sec_policy/{pversion}/{FirewallSettings.Segment}"
            : $"{Root}/sec_policy/{pversion}/{key.Kind.Plural()}/{key.IdText()}";

    public string Version(int version) => $"{Root}/sec_policy/{version}";

    public string Label(long id) => $"{Root}/labels/{id}";

    public string Workload(Guid id) => $"{Root}/workloads/{id}";

    /// <summary>Reads an href of a policy object, draft or active.</summary>
    public bool TryRead(string href, out string pversion, out PolicyKey key)
    {
        (pversion, key) = ("", default);
        var parts = href.Split('/');
        if (parts is ["", "orgs", var own, "sec_policy", "draft" or "active", FirewallSettings.Segment] && own == $"{Id}")
        {
            (pversion, key) = (parts[4], FirewallSettings.TheKey);
            return true;
        }

        if (
            parts is not ["", "orgs", var org, "sec_policy", "draft" or "active", var plural, var id]
            || org != $"{Id}"
            || !PolicyKinds.TryRead(plural, out var kind)
            || !kind.TryReadId(id, out var read)
        )
        {
            return false;
        }

        (pversion, key) = (parts[4], read);
        return true;
    }
}
