using System.Net.Sockets;

namespace Shield.PceSimulator.Workloads;

internal sealed class WorkloadBook
{
    private readonly List<Workload> _workloads = [];

    private readonly List<Workload> _deleted = [];

    /// <summary>What each workload was before a change, oldest first.</summary>
    private readonly List<(Workload Workload, DateTimeOffset Until)> _past = [];

    public IReadOnlyCollection<Workload> All => _workloads;

    public Workload? Find(Guid id) => _workloads.Find(workload => workload.Id == id);

    public Workload? Find(Org org, string href) => _workloads.Find(workload => org.Workload(workload.Id) == href);

    public Workload? FindByHostname(string hostname) =>
        _workloads.Find(workload => string.Equals(workload.Hostname, hostname, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose address it is; null: an address out in the world.</summary>
    public Workload? FindByAddress(AddressFamily family, UInt128 address) => _workloads.Find(workload => workload.Has(family, address));

    /// <summary>The workload as it was then: mode and labels change at once, and no policy version tells of it.</summary>
    public Workload AsOf(Workload workload, DateTimeOffset at) =>
        _past.Find(old => old.Workload.Id == workload.Id && at < old.Until).Workload ?? workload;

    /// <summary>When it was changed, oldest first.</summary>
    public IEnumerable<DateTimeOffset> ChangesOf(Guid id) => _past.Where(old => old.Workload.Id == id).Select(old => old.Until);

    public void Put(Workload workload)
    {
        var at = _workloads.FindIndex(each => each.Id == workload.Id);
        if (at < 0)
        {
            _workloads.Add(workload);
        }
        else
        {
            _past.Add((_workloads[at], workload.Updated.At));
            _workloads[at] = workload;
        }
    }

    /// <summary>What was deleted: a list shows it only to whoever asks for it.</summary>
    public IReadOnlyCollection<Workload> Deleted => _deleted;

    public void Remove(Workload workload, DateTimeOffset at)
    {
        _workloads.Remove(workload);
        _deleted.Add(workload with { DeletedAt = at });
    }
}
