using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Reconciling;

/// <summary>
/// A PCE of which only the policy versions matter. Each is written as its number and what our inbound list held, such as
/// <c>8 45.95.11.7 45.95.11.8</c>; a number that is not among them is a version that the PCE does not keep any more.
/// </summary>
internal sealed class PceOfVersions : IPce
{
    private readonly ImmutableSortedDictionary<long, ImmutableArray<PceList>> _versions;

    public PceOfVersions(IEnumerable<string> versions) =>
        _versions = versions
            .Select(version => version.Split(' '))
            .ToImmutableSortedDictionary(
                words => long.Parse(words[0], CultureInfo.InvariantCulture),
                words => ListsWith(words[1..].Select(range => Ours(range)))
            );

    /// <summary>Who provisioned a version, where it was not Bo (<c>/users/77</c>) without a word.</summary>
    public Func<PolicyVersion, PolicyVersion> Told { get; init; } = version => version;

    /// <summary>The lists of one version, where more than its ranges matters.</summary>
    public Func<long, ImmutableArray<PceList>, ImmutableArray<PceList>> Held { get; init; } = (_, lists) => lists;

    /// <summary>In the order in which their lists were asked for.</summary>
    public List<long> Asked { get; } = [];

    /// <summary>Whether anybody asked for the list of versions.</summary>
    public bool IsAskedForVersions { get; private set; }

    public static ImmutableArray<PceList> ListsWith(IEnumerable<ListEntry> inbound) =>
        [List(Direction.Inbound, [Sentinel, .. inbound]), List(Direction.Outbound, [Sentinel])];

    public Task<ImmutableArray<PceList>> ReadVersionAsync(long version, CancellationToken cancellationToken)
    {
        Asked.Add(version);
        return _versions.TryGetValue(version, out var lists)
            ? Task.FromResult(Held(version, lists))
            : throw new PceException(PceFault.NotFound, $"no version {version}");
    }

    public Task<ImmutableArray<PolicyVersion>> ReadNewestVersionsAsync(CancellationToken cancellationToken)
    {
        IsAskedForVersions = true;
        return Task.FromResult<ImmutableArray<PolicyVersion>>([.. _versions.Keys.Reverse().Select(Version)]);
    }

    public Task<PolicyVersion?> ReadPolicyVersionAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult(_versions.ContainsKey(number) ? Version(number) : null);

    public Task<PolicyRestore?> ReadRestoreSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<PolicyRestore?>(null);

    public Task<PceView> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PolicyVersion> ReadNewestVersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TrafficReading> ReadTrafficAsync(
        ImmutableArray<Indicator> parties,
        DateTimeOffset since,
        DateTimeOffset until,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    private PolicyVersion Version(long number) => Told(new PolicyVersion(number, "/users/77"));
}
