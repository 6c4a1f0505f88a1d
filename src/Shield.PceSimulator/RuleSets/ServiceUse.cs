using System.Text.Json.Nodes;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.RuleSets;

/// <summary>One element of a rule's ingress_services.</summary>
internal abstract record ServiceUse
{
    public sealed record Named(PolicyKey Service) : ServiceUse;

    public sealed record Port(ServicePort Of) : ServiceUse;

    /// <param name="policy">Where a service is found that it names.</param>
    public IEnumerable<ServicePort> Ports(Func<PolicyKey, PolicyObject?> policy) =>
        this is Port port ? [port.Of]
        : policy(((Named)this).Service) is Service service ? service.Ports
        : [];

    public JsonObject Write(Org org, string pversion)
    {
        if (this is Named named)
        {
            return new JsonObject { ["href"] = org.Of(pversion, named.Service) };
        }

        var ports = ((Port)this).Of;
        var json = new JsonObject { ["proto"] = ports.Protocol };
        if (ports.Port is not null)
        {
            json["port"] = ports.Port;
        }

        if (ports.ToPort is not null)
        {
            json["to_port"] = ports.ToPort;
        }

        return json;
    }
}
