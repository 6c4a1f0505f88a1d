using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reaching;

namespace Shield.Console.Map;

/// <summary>What ledger and PCE answered, from which a picture is made.</summary>
public sealed record PictureInput
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Every decision with its state.</summary>
    public required ImmutableArray<Threat> Threats { get; init; }

    /// <summary>Our lists in both versions; empty where the PCE could not be read.</summary>
    public ImmutableArray<ListPair> Lists { get; init; } = [];

    /// <summary>The rules that make our lists block.</summary>
    public ImmutableArray<BlockingRule> Rules { get; init; } = [];

    /// <summary>Null where the workloads could not be read.</summary>
    public Estate? Estate { get; init; }

    /// <summary>One for each direction and address family that was judged.</summary>
    public ImmutableArray<Reach> Reach { get; init; } = [];

    /// <summary>Null where the PCE did not answer with traffic data.</summary>
    public ImmutableArray<RemoteFlow>? Flows { get; init; }

    /// <summary>What the PCE answered about single pairs.</summary>
    public ImmutableArray<PolicyWord> Words { get; init; } = [];

    /// <summary>When a block of the party last began or ended, by history.</summary>
    public ImmutableDictionary<Indicator, DateTimeOffset> ChangedAt { get; init; } = ImmutableDictionary<Indicator, DateTimeOffset>.Empty;

    /// <summary>Parts that could not be read, each as a sentence.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];
}

/// <summary>Traffic between a remote address and a workload, summed up.</summary>
/// <param name="Remote">One address.</param>
/// <param name="Workload">Its href.</param>
/// <param name="Direction">Inbound: the remote party called.</param>
/// <param name="IsAllowed">The PCE's word for it is <c>allowed</c>.</param>
public sealed record RemoteFlow(
    AddressRange Remote,
    string Workload,
    Direction Direction,
    int Port,
    long Connections,
    bool IsAllowed,
    DateTimeOffset First,
    DateTimeOffset Last
);

/// <summary>What the PCE's policy check answered about a party and a workload.</summary>
/// <param name="Workload">Its href.</param>
/// <param name="IsAllowed">An allow rule of the active policy lets it through, and no deny rule stands against it.</param>
public sealed record PolicyWord(Indicator Party, string Workload, bool IsAllowed, string Detail);
