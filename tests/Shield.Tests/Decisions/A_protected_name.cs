using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class A_protected_name
{
    private static readonly GivenNames Given = new([Name("corp.example.dev"), Name("partner.net")], [Name("pce.acme.io")]);

    private static readonly ListMark DomainsMark = new(Owner, PceMode.Deny, ListPurpose.Domains);

    private static readonly string[] Names =
    [
        "evil.net",
        "cdn-update-check.net",
        "pce.acme.io",
        "acme.io",
        "node1.pce.acme.io",
        "www.acme.io",
        "dns.google",
        "one.one.one.one",
        "partner.net",
        "api.partner.net",
        "notpartner.net",
        "corp.example.dev",
        "vpn.corp.example.dev",
        "a.root-servers.net",
        "sqs.eu-central-1.amazonaws.com",
        "evil.s3.amazonaws.com",
        "printer.local",
        "allowed.org",
        "x.allowed.org",
    ];

    [Theory]
    [InlineData("pce.acme.io", ReasonCode.Pce)]
    [InlineData("PCE.acme.io.", ReasonCode.Pce)]
    [InlineData("node1.pce.acme.io", ReasonCode.Pce)]
    [InlineData("acme.io", ReasonCode.Pce)]
    [InlineData("corp.example.dev", ReasonCode.Allowlisted)]
    [InlineData("vpn.corp.example.dev", ReasonCode.Allowlisted)]
    [InlineData("dns.google", ReasonCode.PublicResolver)]
    [InlineData("dns64.dns.google", ReasonCode.PublicResolver)]
    [InlineData("one.one.one.one", ReasonCode.PublicResolver)]
    [InlineData("dns.quad9.net", ReasonCode.PublicResolver)]
    [InlineData("dns11.quad9.net", ReasonCode.PublicResolver)]
    [InlineData("doh.opendns.com", ReasonCode.PublicResolver)]
    [InlineData("resolver1.opendns.com", ReasonCode.PublicResolver)]
    [InlineData("cloudflare-dns.com", ReasonCode.PublicResolver)]
    [InlineData("mozilla.cloudflare-dns.com", ReasonCode.PublicResolver)]
    [InlineData("dns.adguard-dns.com", ReasonCode.PublicResolver)]
    [InlineData("doh.cleanbrowsing.org", ReasonCode.PublicResolver)]
    [InlineData("a.root-servers.net", ReasonCode.RootServer)]
    [InlineData("m.root-servers.net", ReasonCode.RootServer)]
    [InlineData("amazonaws.com", ReasonCode.CloudService)]
    [InlineData("sts.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("s3.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("sqs.eu-central-1.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("ec2.us-gov-west-1.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("s3.dualstack.us-east-1.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("streams.dynamodb.eu-west-1.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("eu-central-1.queue.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("ec2.cn-north-1.amazonaws.com.cn", ReasonCode.CloudService)]
    [InlineData("lambda.us-east-1.api.aws", ReasonCode.CloudService)]
    [InlineData("time.aws.com", ReasonCode.CloudService)]
    [InlineData("ocsp.sca1b.amazontrust.com", ReasonCode.CloudService)]
    [InlineData("instance-data.ec2.internal", ReasonCode.CloudService)]
    [InlineData("printer.local", ReasonCode.SpecialPurpose)]
    [InlineData("ip-10-0-0-1.ec2.internal", ReasonCode.SpecialPurpose)]
    [InlineData("a.test", ReasonCode.SpecialPurpose)]
    [InlineData("a.invalid", ReasonCode.SpecialPurpose)]
    [InlineData("www.example.com", ReasonCode.SpecialPurpose)]
    [InlineData("duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion", ReasonCode.SpecialPurpose)]
    [InlineData("4.4.8.8.in-addr.arpa", ReasonCode.SpecialPurpose)]
    [InlineData("db.localhost", ReasonCode.SpecialPurpose)]
    [InlineData("guarddutyc2activityb.com", ReasonCode.TestDomain)]
    public void Is_never_blocked_by_a_finding_nor_by_an_operator(string name, string reason)
    {
        foreach (var ledger in new[] { Known([Asked(name)]), Known([], [Did(ActKind.Block, name)]) })
        {
            var decision = One(ledger, name);
            Assert.Equal((Verdict.Ignore, reason), (decision.Outbound.Verdict, decision.Outbound.Reason));
        }
    }

    [Theory]
    [InlineData("evil.net")]
    [InlineData("notpartner.net")]
    [InlineData("partner.net.evil.net")]
    [InlineData("dns.google.evil.net")]
    [InlineData("one.one.one")]
    [InlineData("www.acme.io")]
    [InlineData("xroot-servers.net")]
    [InlineData("amazonaws.com.evil.net")]
    [InlineData("evilamazonaws.com")]
    [InlineData("sqs.eu-central-1.amazonaws.org")]
    [InlineData("local.evil.net")]
    public void Is_not_every_name_that_looks_like_one(string name) =>
        Assert.Equal(Verdict.Block, One(Known([Asked(name)]), name).Outbound.Verdict);

    [Theory]
    [InlineData("evil.s3.amazonaws.com")]
    [InlineData("evil.s3.us-east-1.amazonaws.com")]
    [InlineData("evil.s3-us-west-2.amazonaws.com")]
    [InlineData("evil.s3.dualstack.us-east-1.amazonaws.com")]
    [InlineData("ec2-1-2-3-4.compute-1.amazonaws.com")]
    [InlineData("ec2-1-2-3-4.eu-west-1.compute.amazonaws.com")]
    [InlineData("evil-123.us-east-1.elb.amazonaws.com")]
    [InlineData("abc123.execute-api.us-east-1.amazonaws.com")]
    [InlineData("evil.cx1.us-east-1.rds.amazonaws.com")]
    [InlineData("d111111abcdef8.cloudfront.net")]
    [InlineData("abc.lambda-url.us-east-1.on.aws")]
    public void Of_AWS_is_not_its_customers_which_waits_for_a_person(string name)
    {
        Assert.Equal(
            (Verdict.Hold, ReasonCode.FrontDoor),
            (One(Known([Asked(name)]), name).Outbound.Verdict, One(Known([Asked(name)]), name).Outbound.Reason)
        );
        Assert.Equal(Verdict.Block, One(Known([], [Did(ActKind.Block, name)]), name).Outbound.Verdict);
    }

    [Theory]
    [InlineData("*.partner.net", ReasonCode.Allowlisted)]
    [InlineData("*.api.partner.net", ReasonCode.Allowlisted)]
    [InlineData("*.net", ReasonCode.Allowlisted)]
    [InlineData("api*.partner.net", ReasonCode.Allowlisted)]
    [InlineData("*.acme.io", ReasonCode.Pce)]
    [InlineData("pce.*.io", ReasonCode.Pce)]
    [InlineData("*.google", ReasonCode.PublicResolver)]
    [InlineData("*.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("*.eu-central-1.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("sqs.*.amazonaws.com", ReasonCode.CloudService)]
    [InlineData("*.local", ReasonCode.SpecialPurpose)]
    [InlineData("*.evil.org", null)]
    [InlineData("*.s3.amazonaws.com", null)]
    [InlineData("*evil.org", null)]
    public void Is_found_behind_the_pattern_of_a_list(string pattern, string? reason) =>
        Assert.Equal(
            reason,
            Never(Known([])).Touching(new Indicator(DomainName.AsListed(pattern)), isCanary: false).FirstOrDefault()?.Reason
        );

    public static TheoryData<string, string[], string, int?> Covers =>
        new()
        {
            // what, protected (with all below where it begins with *.), asked about | which one is touched
            { "itself", ["a.net"], "a.net", 0 },
            { "itself, in capitals", ["a.net"], "A.NET", 0 },
            { "below one that stands alone", ["a.net"], "x.a.net", null },
            { "below one with all below", ["*.a.net"], "y.x.a.net", 0 },
            { "above it", ["*.a.net"], "net", null },
            { "beside it", ["*.a.net"], "ba.net", null },
            { "one that stands twice, the second time with all below", ["a.net", "*.a.net"], "x.a.net", 1 },
            { "one that stands twice, the first time with all below", ["*.a.net", "a.net"], "x.a.net", 0 },
            { "one that stands twice alike: the first says whose it is", ["*.a.net", "*.a.net"], "a.net", 0 },
            { "a pattern that ends as it does", ["b.com", "a.net"], "*.net", 1 },
            { "a pattern that ends with all of it", ["a.net"], "*a.net", 0 },
            { "a pattern of everything below it", ["a.net"], "*.a.net", null },
            { "a pattern below one with all below", ["*.a.net"], "*.x.a.net", 0 },
            { "a pattern below one that stands alone", ["a.net"], "*.x.a.net", null },
            { "a pattern with a label begun, below one with all below", ["*.a.net"], "*b.a.net", 0 },
            { "a pattern that another name below would fit", ["x.a.net"], "y*.a.net", null },
            { "a pattern that only a name below it fits", ["*.a.net"], "b*.net", 0 },
            { "a pattern that sorts behind all", ["a.net"], "*.zz", null },
            { "a pattern that sorts between", ["b.com", "a.net"], "*.org", null },
        };

    [Theory]
    [MemberData(nameof(Covers))]
    public void Is_touched_by_itself_by_what_it_covers_and_by_patterns_that_take_it_in(
        string what,
        string[] all,
        string asked,
        int? touched
    )
    {
        var cover = NameCover.Of(
            all.Select((text, at) => new ProtectedName(Name(text.Replace("*.", "", StringComparison.Ordinal)), text[0] is '*', $"{at}"))
        );
        Assert.True(
            touched?.ToString(System.Globalization.CultureInfo.InvariantCulture) == cover.Find(DomainName.AsListed(asked))?.Detail,
            what
        );
    }

    [Theory]
    [InlineData("pce.acme.io", "the PCE's name")]
    [InlineData("node1.pce.acme.io", "the PCE's name: pce.acme.io")]
    public void Is_named_beside_another_name_that_it_protects(string name, string detail) =>
        Assert.Contains(One(Known([Asked(name)]), name).Checks, check => check.Name is ReasonCode.Pce && check.Detail == detail);

    [Fact]
    public void Of_AWS_for_tests_covers_what_is_below_it()
    {
        Assert.Equal(Verdict.Ignore, One(Known([Asked("x.guarddutyc2activityb.com")]), "x.guarddutyc2activityb.com").Outbound.Verdict);
    }

    [Fact]
    public void Is_found_as_a_walk_over_all_names_finds_it() =>
        Gen.Select(AnyName.Array[0, 12], Gen.Bool.Array[12], AnyPattern)
            .Sample(
                (names, below, pattern) =>
                {
                    var all = names.Distinct().Select((name, at) => new ProtectedName(Name(name), below[at], name)).ToList();
                    var found = NameCover.Of(all).Find(DomainName.AsListed(pattern));
                    var isTouched = all.Any(one => Touches(pattern, one));
                    Assert.True(
                        isTouched == found is not null,
                        $"{pattern} on {string.Join(", ", all.Select(one => (one.CoversSubdomains ? "*." : "") + one.Name))}: {found?.Name}"
                    );
                }
            );

    [Fact]
    public void Law_1_is_equal_to_no_entry_of_ours_and_covered_by_none() =>
        Gen.Select(
                Gen.OneOf(Names).Array[0, 8],
                Gen.OneOf(Names).Array[0, 4],
                Gen.OneOf([.. Names, "*.partner.net", "*.google"]).Array[0, 6],
                Gen.Bool
            )
            .Sample(
                (seen, blocked, listed, isAllowed) =>
                {
                    var acts = blocked
                        .Distinct()
                        .Select((name, at) => Did(ActKind.Block, name, $"act{at}"))
                        .Concat(isAllowed ? [Did(ActKind.Allow, "allowed.org", "actA")] : []);
                    var ledger = Known(seen.Distinct().Select(Asked), acts);
                    var context = ContextOf(ledger);
                    var view = With(
                        Empty,
                        listed
                            .Distinct()
                            .Select(name => new ListEntry(new Indicator(DomainName.AsListed(name)))
                            {
                                Description = $"gds1|{Owner}|operator|act0|2026-03-01",
                            })
                    );

                    // The second look: whatever was decided, by whoever knew of no protected name.
                    var unaware = Core.Decisions.Decide.All(
                        ledger,
                        context with
                        {
                            NeverBlock = NeverBlock.Of(
                                new NeverBlockSources
                                {
                                    Allowed = [],
                                    AllowedDomains = [],
                                    Own = [],
                                    Pce = new PceAddresses([], null),
                                    Soft = [],
                                }
                            ),
                        }
                    );
                    foreach (var decisions in new[] { Core.Decisions.Decide.All(ledger, context), unaware })
                    {
                        var plan = Plan.For(Input(decisions, context.NeverBlock, view));
                        var written = plan
                            .Lists.Single(list => list.List is ListPurpose.Domains)
                            .Written.Where(DomainsMark.IsOurs)
                            .ToList();
                        Assert.All(
                            written,
                            entry =>
                                Assert.DoesNotContain(
                                    Names.Where(name => IsProtected(name, isAllowed)),
                                    name => entry.What.Domain!.TakesIn(Name(name))
                                )
                        );
                    }
                }
            );

    [Fact]
    public void Protects_the_address_that_it_leads_to_from_another_name_that_leads_there()
    {
        var ledger = Known(
            [Asked("evil.net")],
            resolutions:
            [
                Resolution.Of(Name("evil.net"), AddressRange.Parse(Attacker), TimeSpan.FromHours(2), Now),
                Resolution.Of(Name("api.partner.net"), AddressRange.Parse(Attacker), TimeSpan.FromHours(2), Now),
            ]
        );
        Assert.Equal(Verdict.Ignore, One(ledger, Attacker).Outbound.Verdict);
        Assert.Equal(Verdict.Block, One(ledger with { Resolutions = [ledger.Resolutions[0]] }, Attacker).Outbound.Verdict);
    }

    private static bool IsProtected(string name, bool isAllowed) =>
        name is not ("evil.net" or "cdn-update-check.net" or "www.acme.io" or "notpartner.net" or "evil.s3.amazonaws.com")
        && (isAllowed || !name.EndsWith("allowed.org", StringComparison.Ordinal));

    // By the meaning: what ends as both the pattern and a name below the protected one do is taken in by the one and protected by the
    // other.
    private static bool Touches(string pattern, ProtectedName one)
    {
        var asked = DomainName.AsListed(pattern);
        var below = '.' + one.Name.Text;
        var tail = pattern[(pattern.LastIndexOf('*') + 1)..];
        return asked.TakesIn(one.Name)
            || (
                one.CoversSubdomains
                && (
                    tail.EndsWith(below, StringComparison.Ordinal)
                    || (pattern.Contains('*', StringComparison.Ordinal) && below.EndsWith(tail, StringComparison.Ordinal))
                )
            );
    }

    private static readonly Gen<string> AnyName = Gen.OneOf("a", "b", "ab").Array[2, 4].Select(labels => string.Join('.', labels));

    private static readonly Gen<string> AnyPattern = Gen.Select(
        AnyName,
        Gen.OneOf("", "*.", "*", "a*.", "*.*."),
        (name, star) => star + name
    );

    private static DomainName Name(string text) =>
        DomainName.TryParse(text, out var name, out var error) ? name : throw new FormatException(error);

    private static Sighting Asked(string name) =>
        Seen(
            name,
            "Backdoor:EC2/C&CActivity.B!DNS",
            id: $"f{name.Length:0000000}{name[0]}{name[^1]}{name[1]}",
            severity: 8,
            direction: ConnectionDirection.Outbound
        );

    private static NeverBlock Never(LedgerContent ledger) => Context(ledger, names: Given).NeverBlock;

    private static DecisionContext ContextOf(LedgerContent ledger) =>
        Context(ledger, new DecisionPolicy { ResolveDomains = true }, names: Given) with
        {
            Domains = DomainSupport.On,
        };

    private static Decision One(LedgerContent ledger, string party) =>
        Core.Decisions.Decide.About(Indicator.Parse(party), ledger, ContextOf(ledger));

    private static PceView With(PceView view, IEnumerable<ListEntry> entries)
    {
        var list = List(Direction.Outbound, [Sentinel, .. entries]) with
        {
            Href = "/orgs/1/sec_policy/draft/ip_lists/13",
            Mark = DomainsMark,
        };
        return view with
        {
            Draft = [.. view.Draft, list],
            Active = [.. view.Active, list],
            Rules = [.. view.Rules, new BlockingRule(ListPurpose.Domains, RuleCondition.InForce, "/r/3", null)],
        };
    }
}
