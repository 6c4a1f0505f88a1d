using System.Collections.Immutable;
using Shield.Pce.Wire;

namespace Shield.Pce.Proof;

public sealed class WorkloadReader(PceClient client)
{
    /// <summary>Every managed workload, or an error: 500 and more cannot be read in one request.</summary>
    public async Task<ImmutableArray<Workload>> ReadManagedAsync(CancellationToken cancellationToken)
    {
        var rows = await client.GetAllAsync($"{client.Organization}/workloads?managed=true", PceJson.Default.WorkloadWireArray, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(ToWorkload)];
    }

    private Workload ToWorkload(WorkloadWire wire) => new()
    {
        Href = wire.Href,
        Hostname = client.Show(string.IsNullOrEmpty(wire.Hostname) ? wire.Name ?? wire.Href : wire.Hostname),
        EnforcementMode = wire.EnforcementMode,
        Online = wire.Online is true,
        Interfaces = [.. (wire.Interfaces ?? []).Where(one => one.Address is not null).Select(one => new WorkloadInterface(client.Show(one.Name), client.Show(one.Address)))],
    };
}
