using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions;

/// <summary>One reason never to block, with the addresses it protects.</summary>
/// <param name="Detail">For people: where the reason comes from.</param>
public sealed record NeverBlockTier(string Reason, RangeSet Ranges, string Detail)
{
    /// <summary>The names that it protects.</summary>
    public NameCover Names { get; init; } = NameCover.None;
}

/// <summary>What no decision may cover (law 1). Asked by exact overlap, at decision and again at planning.</summary>
public sealed class NeverBlock
{
    /// <summary>AWS's own test name for C&amp;CActivity.B!DNS (the finding type's page).</summary>
    private const string TestDomain = "guarddutyc2activityb.com";

    private static readonly ImmutableArray<NeverBlockTier> Static =
    [
        WellKnownTier(ReasonCode.PublicResolver, "a public resolver that everybody's machines use") with
        {
            Names = NamesOf(WellKnownNames.Resolvers),
        },
        WellKnownTier(ReasonCode.RootServer, "a DNS root server") with
        {
            Names = NamesOf(WellKnownNames.RootServers),
        },
        new(
            ReasonCode.CloudService,
            RangeSet.Empty,
            "AWS's own names, and its service endpoints by their form: service.region.amazonaws.com"
        )
        {
            Names = NamesOf(WellKnownNames.OfAws),
        },
        SpecialTier(ReasonCode.SpecialPurpose, "special-purpose address space and special-use names (IANA)") with
        {
            Names = NameCover.Of(
                SpecialNames.All.Select(special => new ProtectedName(
                    DomainName.AsListed(special.Text),
                    CoversSubdomains: true,
                    $"a special-use name ({special.Rfc})"
                ))
            ),
        },
        SpecialTier(ReasonCode.Multicast, "multicast (RFC 5771, RFC 4291)"),
        SpecialTier(ReasonCode.NotGlobalUnicast, "outside 2000::/3, the only global unicast of IPv6 (RFC 4291)"),
        new(ReasonCode.TestDomain, RangeSet.Empty, "AWS's own test name")
        {
            Names = NameCover.Of([new ProtectedName(DomainName.AsListed(TestDomain), CoversSubdomains: true, "AWS's own test name")]),
        },
    ];

    private static readonly RangeSet Documentation = RangeSet.Of(
        new[] { "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20" }.Select(AddressRange.Parse)
    );

    private readonly RangeSet _all;
    private readonly RangeSet _allButDocumentation;

    private NeverBlock(ImmutableArray<NeverBlockTier> tiers, ImmutableArray<SoftSource> soft, ImmutableArray<string> unreadable)
    {
        (Tiers, Soft, Unreadable) = (tiers, soft, unreadable);
        _all = tiers.Aggregate(RangeSet.Empty, (set, tier) => set.Union(tier.Ranges));
        var sampleProof = tiers.Select(tier =>
            tier.Reason is ReasonCode.SpecialPurpose ? tier.Ranges.Subtract(Documentation) : tier.Ranges
        );
        _allButDocumentation = sampleProof.Aggregate(RangeSet.Empty, (set, ranges) => set.Union(ranges));
    }

    /// <summary>In the order in which they are asked.</summary>
    public ImmutableArray<NeverBlockTier> Tiers { get; }

    /// <summary>Lists that the operator named. They cut nothing out: they hold what sightings would block, or halve its life.</summary>
    public ImmutableArray<SoftSource> Soft { get; }

    /// <summary>
    /// Sources that could not be read. Not empty: no new block is made, since what they would have protected is not known.
    /// </summary>
    public ImmutableArray<string> Unreadable { get; }

    public static NeverBlock Of(NeverBlockSources sources)
    {
        NeverBlockTier[] tiers =
        [
            new(ReasonCode.Allowlisted, RangeSet.Of(sources.Allowed), "the operator's allowlist")
            {
                Names = NameCover.Of(
                    sources.AllowedDomains.Select(name => new ProtectedName(name, CoversSubdomains: true, "the operator's allowlist"))
                ),
            },
            new(
                ReasonCode.OwnAddress,
                RangeSet.Of(sources.Own),
                "an address of ours, by findings or by the PCE's workloads of the last 30 days"
            ),
            new(
                ReasonCode.Pce,
                RangeSet.Of(sources.Pce.Ranges),
                "an address or a name of the PCE: its name leads there now, or did in the last 30 days"
            )
            {
                Names = NameCover.Of(sources.PceNames.SelectMany(NamesAround)),
            },
            .. Static,
        ];
        return new NeverBlock(
            [.. tiers],
            sources.Soft,
            [
                .. sources.Pce.Unreadable is { } why ? [$"the PCE's own addresses: {why}"] : ImmutableArray<string>.Empty,
                .. sources.Unreadable,
                .. sources
                    .Soft.Where(source => source.Unreadable is not null)
                    .Select(source => $"NeverBlock:Files '{source.File.Name}': {source.Unreadable}"),
            ]
        );
    }

    /// <summary>What must be cut out of whatever is to be blocked.</summary>
    /// <param name="isCanary">A documentation address whose sightings are all accepted samples, or the doctor's own: it routes
    /// nowhere.</param>
    public RangeSet Around(bool isCanary) => isCanary ? _allButDocumentation : _all;

    /// <summary>The tiers that touch the indicator, in order; a canary's documentation address touches none.</summary>
    public IEnumerable<NeverBlockTier> Touching(Indicator indicator, bool isCanary)
    {
        if (indicator.IsDomain)
        {
            return TouchingDomain(indicator.Domain!);
        }

        return Tiers.Where(tier =>
            tier.Ranges.Overlaps(indicator.Range)
            && !(isCanary && tier.Reason is ReasonCode.SpecialPurpose && Documentation.Contains(indicator.Range))
        );
    }

    /// <summary>
    /// The soft lists that have it, or a part of it. Names of AWS's customers are on one that nobody has to name: behind their addresses
    /// is everybody.
    /// </summary>
    public ImmutableArray<SoftMatch> SoftTouching(Indicator indicator) =>
        [
            .. indicator.IsDomain && AwsNames.OwnerOf(indicator.Domain!) is AwsNameOwner.Customer
                ? [new SoftMatch(CustomersOfAws, indicator.Domain!.Text)]
                : ImmutableArray<SoftMatch>.Empty,
            .. Soft.SelectMany(source => source.Lists).Select(list => list.Find(indicator)).OfType<SoftMatch>(),
        ];

    /// <summary>Built in, and told by form, so it lists nobody.</summary>
    public static SoftList CustomersOfAws { get; } =
        new()
        {
            Name = "names of AWS's customers",
            Kind = SoftKind.FrontDoor,
            Ranges = RangeSet.Empty,
            Names = NameSet.Empty,
            Entries = 0,
        };

    /// <summary>Every reason, in the order in which they are asked.</summary>
    public static readonly ImmutableArray<string> Reasons =
    [
        ReasonCode.Allowlisted,
        ReasonCode.OwnAddress,
        ReasonCode.Pce,
        ReasonCode.PublicResolver,
        ReasonCode.RootServer,
        ReasonCode.CloudService,
        ReasonCode.SpecialPurpose,
        ReasonCode.Multicast,
        ReasonCode.NotGlobalUnicast,
        ReasonCode.TestDomain,
    ];

    public static bool IsDocumentation(Indicator indicator) => !indicator.IsDomain && Documentation.Contains(indicator.Range);

    private IEnumerable<NeverBlockTier> TouchingDomain(DomainName domain)
    {
        foreach (var tier in Tiers)
        {
            if (tier.Names.Find(domain) is { } found)
            {
                yield return tier with
                {
                    Detail = found.Name == domain ? found.Detail : $"{found.Detail}: {found.Name}",
                };
            }
            else if (tier.Reason is ReasonCode.CloudService && AwsNames.OwnerOf(domain) is AwsNameOwner.Aws)
            {
                yield return tier with
                {
                    Detail = "an endpoint of an AWS service",
                };
            }
        }
    }

    // A name above the PCE's: no entry of ours covers what is below it, and yet nobody means to block the domain that the PCE itself is in.
    private static IEnumerable<ProtectedName> NamesAround(DomainName pce)
    {
        yield return new ProtectedName(pce, CoversSubdomains: true, "the PCE's name");
        for (
            var dot = pce.Text.IndexOf('.', StringComparison.Ordinal);
            dot >= 0 && DomainName.TryParse(pce.Text[(dot + 1)..], out var above, out _);
            dot = pce.Text.IndexOf('.', dot + 1)
        )
        {
            yield return new ProtectedName(above, CoversSubdomains: false, $"a domain that the PCE's name {pce} is in");
        }
    }

    private static NameCover NamesOf(ImmutableArray<WellKnownName> names) =>
        NameCover.Of(
            names.Select(known => new ProtectedName(
                DomainName.AsListed(known.Text),
                known.CoversSubdomains,
                $"{known.Operator} ({known.Source})"
            ))
        );

    private static NeverBlockTier WellKnownTier(string reason, string detail) =>
        new(reason, RangeSet.Of(WellKnown.Addresses.Where(known => known.Reason == reason).Select(known => known.Address)), detail);

    private static NeverBlockTier SpecialTier(string reason, string detail) =>
        new(reason, RangeSet.Of(SpecialPurpose.Blocks.Where(block => block.Reason == reason).Select(block => block.Range)), detail);
}
