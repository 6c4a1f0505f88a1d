using System.Text.Json.Nodes;

namespace Shield.PceSimulator.IpLists;

/// <summary>An element of fqdns. It matches no address (docs/pce.md#12-names-in-lists).</summary>
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
