using System.Text.Json.Nodes;

namespace Shield.PceSimulator.IpLists;

/// <summary>An element of fqdns. It matches nothing by address (pce-api.md 3.4).</summary>
internal sealed record FqdnEntry(string Fqdn, string? Description)
{
    public JsonObject Write()
    {
        var entry = new JsonObject { ["fqdn"] = Fqdn };
        if (Description is not null)
        {
            entry["description"] = Description;
        }

        return entry;
    }
}
