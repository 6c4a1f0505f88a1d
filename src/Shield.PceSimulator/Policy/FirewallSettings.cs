using System.Collections.Immutable;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// The one object of its kind (docs/pce.md#15-from-provisioning-to-the-firewall). Its schema has neither name nor id, yet pending shows
/// both, so they are fixed.
/// </summary>
internal sealed record FirewallSettings : PolicyObject
{
    /// <summary>The last segment of its href, and its name in pending.</summary>
    public const string Segment = "firewall_settings";

    public static readonly PolicyKey TheKey = new(PolicyKind.FirewallSettings, 1);

    public override PolicyKind Kind => PolicyKind.FirewallSettings;

    /// <summary>Sets of labels whose workloads apply a policy only when told to.</summary>
    public ImmutableArray<ImmutableArray<long>> StaticScopes { get; init; } = [];

    /// <summary>What else was written, as JSON by the wire's names; nothing here depends on it.</summary>
    public ImmutableSortedDictionary<string, string> Others { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static FirewallSettings Of(IReadOnlyDictionary<PolicyKey, PolicyObject> policy) => (FirewallSettings)policy[TheKey];
}
