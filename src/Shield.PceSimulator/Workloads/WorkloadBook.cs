using System.Net.Sockets;

namespace Shield.PceSimulator.Workloads;

internal sealed class WorkloadBook
{
    private readonly List<Workload> _workloads = [];

    public IReadOnlyCollection<Workload> All => _workloads;

    public Workload? Find(Guid id) => _workloads.Find(workload => workload.Id == id);

    public Workload? Find(Org org, string href) => _workloads.Find(workload => org.Workload(workload.Id) == href);

    public Workload? FindByHostname(string hostname) =>
        _workloads.Find(workload => string.Equals(workload.Hostname, hostname, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose address it is; null: an address out in the world.</summary>
    public Workload? FindByAddress(AddressFamily family, UInt128 address) => _workloads.Find(workload => workload.Has(family, address));

    public void Put(Workload workload)
    {
        var at = _workloads.FindIndex(each => each.Id == workload.Id);
        if (at < 0)
        {
            _workloads.Add(workload);
        }
        else
        {
            _workloads[at] = workload;
        }
    }

    public void Remove(Workload workload) => _workloads.Remove(workload);
}
