using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Services;

/// <summary>The filters by port and protocol of whatever has ports.</summary>
internal static class ServicePorts
{
    /// <summary>Also ranges around the port: 443 finds 1 to 1023 (docs/pce.md#4-collections).</summary>
    public static Filter<PolicyReading.Seen<T>> ByPort<T>(string name, Func<Pce, T, IEnumerable<ServicePort>> ports)
        where T : PolicyObject =>
        new(
            name,
            (pce, value) =>
            {
                var wanted = PortRange.Read(name, value);
                return seen => ports(pce, seen.Object).Any(wanted.Overlaps);
            }
        );

    public static Filter<PolicyReading.Seen<T>> ByProtocol<T>(string name, Func<Pce, T, IEnumerable<ServicePort>> ports)
        where T : PolicyObject =>
        new(
            name,
            (pce, value) =>
            {
                var wanted = Call.NumberOf(name, value);
                return seen => ports(pce, seen.Object).Any(port => port.Protocol == wanted);
            }
        );
}
