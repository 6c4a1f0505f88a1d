using System.Text.Json.Nodes;

namespace Shield.PceSimulator.IpLists;

/// <summary>An element of ip_ranges, as stored: normalised.</summary>
internal sealed record IpEntry(string FromIp, string? ToIp, string? Description, bool Exclusion, Interval Interval)
{
    /// <summary>Never <c>to_ip:""</c>: PYLO breaks on it. <c>exclusion</c> always (pce-api.md 1.4; 10, 4).</summary>
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
