using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;
using Shield.Pce.Traffic;

namespace Shield.Console.Map;

/// <summary>What the PCE's traffic data say of contacts between workloads and everybody outside.</summary>
/// <param name="Flows">Null where the PCE did not answer.</param>
/// <param name="Unknown">Null where it answered whole; else what is not known, as a sentence.</param>
internal sealed record TrafficOfMap(ImmutableArray<RemoteFlow>? Flows, string? Unknown)
{
    /// <summary>So far back the weight of a line reaches.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>A PCE takes seconds to minutes; the map shows what it has meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ImmutableArray<Indicator> Everybody = [new(AddressRange.Parse("0.0.0.0/0")), new(AddressRange.Parse("::/0"))];

    /// <summary>One query, which is about five calls.</summary>
    public static async Task<TrafficOfMap> ReadAsync(
        TrafficReader reader,
        Estate estate,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var reading = await reader.ReadAsync(
            new TrafficQuestion
            {
                Parties = Everybody,
                Since = now - Window,
                Until = now,
                Patience = Patience,
            },
            cancellationToken
        );
        var told = Everybody.Select(reading.Of).ToList();
        if (told.FirstOrDefault(traffic => !traffic.IsKnown) is { NotKnown: { } why })
        {
            return new TrafficOfMap(null, $"Traffic is not known: {MapText.Detail(why)}. Lines weigh what findings saw.");
        }

        var own = estate.Managed.Concat(estate.Unmanaged).SelectMany(WorkloadAddresses.In).ToHashSet();
        return new TrafficOfMap(
            [.. told.SelectMany(traffic => traffic.Flows).Select(flow => ToRemote(flow, own)).OfType<RemoteFlow>()],
            told.Any(traffic => traffic.IsCut) ? "The PCE left traffic out: lines weigh at least what is shown." : null
        );
    }

    /// <summary>Null for traffic between two of ours, and inside a private network.</summary>
    private static RemoteFlow? ToRemote(Flow flow, HashSet<AddressRange> own) =>
        flow is { Remote: { IsSingle: true } remote, WorkloadHref: { } workload }
        && !own.Contains(remote)
        && SpecialPurpose.Find(remote).IsEmpty
            ? new RemoteFlow(
                remote,
                workload,
                flow.Direction,
                flow.Port,
                Math.Max(0, flow.Connections),
                flow.Decision is FlowDecision.Allowed,
                flow.FirstSeen,
                flow.LastSeen
            )
            : null;
}
