using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator;

/// <summary>An organisation's hrefs: relative to <c>/api/v2</c>, and strings, never to be taken apart by a client.</summary>
internal sealed record Org(int Id)
{
    public string Root => $"/orgs/{Id}";

    public string Of(string pversion, PolicyKey key) => $"{Root}/sec_policy/{pversion}/{key.Kind.Plural()}/{key.Id}";

    public string Version(int version) => $"{Root}/sec_policy/{version}";

    public string Label(long id) => $"{Root}/labels/{id}";

    public string Workload(Guid id) => $"{Root}/workloads/{id}";

    /// <summary>Reads an href of a policy object, draft or active.</summary>
    public bool TryRead(string href, out string pversion, out PolicyKey key)
    {
        (pversion, key) = ("", default);
        var parts = href.Split('/');
        if (
            parts is not ["", "orgs", var org, "sec_policy", "draft" or "active", var plural, var id]
            || org != $"{Id}"
            || !PolicyKinds.TryRead(plural, out var kind)
            || !long.TryParse(id, System.Globalization.NumberStyles.None, null, out var number)
        )
        {
            return false;
        }

        (pversion, key) = (parts[4], new PolicyKey(kind, number));
        return true;
    }
}
