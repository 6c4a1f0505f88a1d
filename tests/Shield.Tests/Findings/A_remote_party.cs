using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>Where a finding names its remote parties, and where something that looks like one is none.</summary>
public sealed class A_remote_party
{
    private const string Sequence = "AttackSequence:EC2/CompromisedInstanceGroup";

    [Fact]
    public void Is_whoever_called_an_API_of_AWS_and_nothing_else_that_the_action_says() =>
        Assert.Equal(["203.0.113.7"], PartiesOf(EveryPlace.ApiCall));

    [Theory]
    [InlineData("Domain")]
    [InlineData("AWS Service")]
    [InlineData("aws internal")]
    public void Is_nobody_where_AWS_itself_called(string callerType) =>
        Assert.Empty(PartiesOf(EveryPlace.ApiCall.Replace("\"Remote IP\"", $"\"{callerType}\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"callerType\":\"Remote IP\",", "")]
    [InlineData("\"Remote IP\"", "\"remote ip\"")]
    [InlineData("\"Remote IP\"", "null")]
    public void Is_the_caller_however_its_type_is_spelled(string written, string instead) =>
        Assert.Equal(["203.0.113.7"], PartiesOf(EveryPlace.ApiCall.Replace(written, instead, StringComparison.Ordinal)));

    [Fact]
    public void Is_whoever_called_a_clusters_API() => Assert.Equal(["203.0.113.7"], PartiesOf(EveryPlace.Kubernetes));

    [Theory]
    [InlineData("sourceIPs")]
    [InlineData("sourceIps")]
    public void Is_the_last_of_the_source_addresses_where_nothing_else_names_the_caller_since_clients_choose_the_others(string member)
    {
        var action = $"{{\"kubernetesApiCallAction\":{{\"{member}\":[\"198.18.0.1\",\"203.0.113.9\"],\"remoteIpDetails\":{{}}}}}}";
        Assert.Equal(["203.0.113.9"], PartiesOf(InService(action)));
    }

    [Fact]
    public void Is_whoever_logged_in_to_a_database() => Assert.Equal(["203.0.113.7"], PartiesOf(EveryPlace.RdsLogin));

    [Fact]
    public void Is_the_name_that_was_asked_for_and_never_the_one_that_it_belongs_to() =>
        Assert.Equal(["evil.example.net"], PartiesOf(EveryPlace.Dns));

    [Fact]
    public void Has_a_fault_where_it_is_a_name_that_is_none() =>
        Assert.Equal(
            ["service.action.dnsRequestAction.domain: '203.0.113.7' is no domain name: its last label is a number"],
            Parse(Finding(service: EveryPlace.Dns.Replace("evil.example.net", "203.0.113.7", StringComparison.Ordinal))).Faults
        );

    [Fact]
    public void Of_an_attack_sequence_is_every_endpoint_with_the_indicators_that_name_it()
    {
        var finding = Parsed(Typed(Sequence, EveryPlace.Sequence));
        Assert.Equal(
            [
                ("203.0.113.7", ConnectionDirection.Outbound, Intelligence.MaliciousIp),
                ("203.0.113.8", ConnectionDirection.Inbound, Intelligence.MaliciousIp),
                ("198.18.0.1", ConnectionDirection.Inbound, Intelligence.MaliciousIp),
                ("evil.example.net", ConnectionDirection.Unknown, Intelligence.None),
            ],
            finding.Remotes.Select(remote => (remote.Indicator.ToString(), remote.Direction, remote.NamedBy))
        );
        Assert.Equal(
            ("Netherlands", "64496", "Hosting", (int?)null),
            (finding.Remotes[0].Country, finding.Remotes[0].Asn, finding.Remotes[0].AsnOrganization, finding.Remotes[0].LocalPort)
        );
    }

    [Theory]
    [InlineData("""{"key":"MALICIOUS_IP","values":[],"title":"x"}""")]
    [InlineData("""{"key":"MALICIOUS_IP","title":"x"}""")]
    [InlineData("""{"key":"MALICIOUS_IP","values":[{"ip":"203.0.113.7"}]}""")]
    [InlineData("""{"key":"MALICIOUS_IP","values":["many"]}""")]
    [InlineData("""{"key":"SUSPICIOUS_NETWORK","values":["203.0.113.7"]}""")]
    [InlineData("""{"key":"MALICIOUS_DOMAIN","values":["203.0.113.7"]}""")]
    public void Of_an_attack_sequence_is_there_though_no_indicator_names_it(string indicator)
    {
        var written = EveryPlace.Sequence.Replace(
            """{"key":"MALICIOUS_IP","values":["203.0.113.7","203.0.113.8"],"title":"x"}""",
            indicator,
            StringComparison.Ordinal
        );
        Assert.Contains(indicator, written, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("203.0.113.7", Intelligence.None),
                ("203.0.113.8", Intelligence.None),
                ("198.18.0.1", Intelligence.MaliciousIp),
                ("evil.example.net", Intelligence.None),
            ],
            Parsed(Typed(Sequence, written)).Remotes.Select(remote => (remote.Indicator.ToString(), remote.NamedBy))
        );
    }

    [Theory]
    [InlineData("TOR_IP", "203.0.113.7", Intelligence.TorIp)]
    [InlineData("cryptomining_ip", "203.0.113.7", Intelligence.CryptominingIp)]
    [InlineData("TOR_IP", "EVIL.example.net.", Intelligence.TorIp)]
    public void Of_an_attack_sequence_is_named_by_its_address_or_its_name(string key, string value, Intelligence expected)
    {
        var written = EveryPlace.Sequence.Replace(
            """{"key":"MALICIOUS_IP","values":["203.0.113.7","203.0.113.8"],"title":"x"}""",
            $$"""{"values":"{{value}}","key":"{{key}}"}""",
            StringComparison.Ordinal
        );
        var named = Parsed(Typed(Sequence, written))
            .Remotes.Where(remote => remote.NamedBy == expected)
            .Select(remote => remote.Indicator.ToString());
        Assert.Equal([value.ToLowerInvariant().TrimEnd('.')], named);
    }

    [Fact]
    public void Of_a_custom_detection_rule_is_nobody_since_its_endpoints_are_our_own_administrators() =>
        Assert.Empty(Parsed(Typed("Impact:S3/DataDestruction", EveryPlace.Sequence)).Remotes);

    [Fact]
    public void Of_an_attack_sequence_that_no_table_knows_yet_is_read_all_the_same() =>
        Assert.Equal(4, Parsed(Typed("AttackSequence:New/Thing", EveryPlace.Sequence)).Remotes.Length);

    [Fact]
    public void Has_the_names_of_the_threat_lists_beside_it()
    {
        var finding = Parsed(
            Finding(
                service: InService(
                    Connection("203.0.113.7"),
                    """
                    , "evidence":{"threatIntelligenceDetails":[{"threatNames":["Kinsing","Tor"],"threatListName":"ProofPoint"},
                    {"threatListName":"Amazon Active Threat Defense"},{"threatNames":["x"]},{}]}
                    """
                )
            )
        );
        Assert.Equal("ProofPoint: Kinsing, Tor; Amazon Active Threat Defense; x", finding.ThreatList);
        Assert.Equal(finding.ThreatList, Extraction.From(finding, "file", finding.UpdatedAt).Sightings.Single().Latest.ThreatList);
    }

    [Theory]
    [InlineData("\"NOT_USEFUL\"", true)]
    [InlineData("\"USEFUL\"", false)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Comes_with_what_a_person_told_GuardDuty_of_the_finding(string feedback, bool? isNotUseful)
    {
        var finding = Parsed(Finding(service: InService(Connection("203.0.113.7"), $",\"userFeedback\":{feedback}")));
        Assert.Equal(isNotUseful, finding.IsNotUseful);
        Assert.Equal(
            isNotUseful is { } said ? new Feedback(finding.UpdatedAt, said) : null,
            Extraction.From(finding, "file", finding.UpdatedAt).State.Feedback
        );
    }

    [Fact]
    public void Seen_by_the_administrators_account_too_is_one_sighting_with_two_sources()
    {
        var member = Event(Finding()).Replace("999999999999", Account, StringComparison.Ordinal);
        var sightings = new[] { member, Event(Finding()) }
            .Select(text => Extraction.From(Parsed(text), "file", Parsed(text).UpdatedAt).Sightings.Single())
            .ToList();
        Assert.Equal([Account, "999999999999"], sightings[0].Merge(sightings[1]).Sources);
    }

    /// <summary>Every text and every address of a finding but those of its remote party, replaced by a decoy.</summary>
    [Fact]
    public void Never_comes_from_our_own_side_or_from_free_text()
    {
        const string decoy = "198.18.0.1";
        var ours = Resource
            .Replace("93.184.216.34", decoy, StringComparison.Ordinal)
            .Replace("10.0.1.5", decoy, StringComparison.Ordinal)
            .Replace("i-0abc", decoy, StringComparison.Ordinal);
        Assert.All(
            EveryPlace.All,
            place =>
            {
                var written = Finding(service: place.Replace("10.0.1.9", decoy, StringComparison.Ordinal))
                    .Replace(Resource, ours, StringComparison.Ordinal)
                    .Replace(
                        "\"title\":\"text\"",
                        $"\"title\":\"{decoy}\",\"arn\":\"{decoy}\",\"partition\":\"{decoy}\",\"associatedAttackSequenceArn\":\"{decoy}\"",
                        StringComparison.Ordinal
                    )
                    .Replace("1.2.3.4", decoy, StringComparison.Ordinal);
                Assert.DoesNotContain(Indicator.Parse(decoy), Parsed(written).Remotes.Select(remote => remote.Indicator));
                Assert.Contains(AddressRange.Parse(decoy), Parsed(written).OwnAddresses);
            }
        );
    }

    private static IEnumerable<string> PartiesOf(string service) =>
        Parsed(Finding(service: service)).Remotes.Select(remote => remote.Indicator.ToString());

    private static string Typed(string type, string service) =>
        Finding(service: service).Replace("UnauthorizedAccess:EC2/SSHBruteForce", type, StringComparison.Ordinal);
}
