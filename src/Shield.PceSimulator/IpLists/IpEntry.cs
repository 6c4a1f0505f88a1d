using System.Text.Json.Nodes;

namespace Shield.PceSimulator.IpLists;

/// <summary>An element of ip_ranges, as stored: normalised.</summary>
internal sealed record IpEntry(string FromIp, string? ToIp, string? Description, bool Exclusion, Interval Interval)
{
    /// <summary>Always with <c>exclusion</c>, never with <c>to_ip:""</c>, which pylo cannot read (docs/pce.md#6-entries).</summary>
    public JsonObject Write()
    {
        var entry = new JsonObject { ["from_ip"] = FromIp };
        if (ToIp is not null)
        {
            entry["to_ip"] = ToIp;
        }

        if (Description is not null)
        {
            entry["description"] = Description;
        }

        entry["exclusion"] = Exclusion;
        return entry;
    }
}
