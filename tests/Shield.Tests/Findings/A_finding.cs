using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

public sealed class A_finding
{
    [Fact]
    public void Is_read_with_all_that_it_says()
    {
        var finding = Parsed(Finding());
        Assert.Equal(new FindingKey(Account, Region, "f1"), finding.Key);
        Assert.Equal("UnauthorizedAccess:EC2/SSHBruteForce", finding.Type);
        Assert.Equal(2.0, finding.Severity);
        Assert.Equal(At(12, 0), finding.UpdatedAt);
        Assert.Equal(At(10, 0), finding.EventFirstSeen);
        Assert.Equal(At(11, 30), finding.EventLastSeen);
        Assert.Equal(4, finding.Count);
        Assert.Equal(ResourceRole.Target, finding.Role);
        Assert.Equal("i-0abc", finding.Resource);
        Assert.False(finding.Archived);
        Assert.False(finding.IsSample);
        Assert.Equal(
            new RemoteParty
            {
                Indicator = Indicator.Parse("203.0.113.7"),
                Direction = ConnectionDirection.Inbound,
                LocalPort = 22,
                Country = "Netherlands",
                Asn = "64496",
                AsnOrganization = "Hosting",
            },
            Assert.Single(finding.Remotes)
        );
        Assert.Equal(
            ["10.0.1.5", "10.0.1.6", "93.184.216.34", "2600:1f18::5", "10.0.1.9"],
            finding.OwnAddresses.Select(own => own.ToString())
        );
    }

    [Theory]
    [InlineData("""{"port":8443,"portName":"Unknown"}""", 8443)]
    [InlineData("""{"Port":8443}""", 8443)]
    [InlineData("""{"port":"8443"}""", 8443)]
    [InlineData("""{"port":70000}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    [InlineData("7", null)]
    public void Keeps_the_port_of_the_other_side(string details, int? port)
    {
        var finding = Parsed(Finding(service: InService(Connection("203.0.113.7", $",\"remotePortDetails\":{details}"))));
        Assert.Equal((22, port), (finding.Remotes[0].LocalPort, finding.Remotes[0].RemotePort));
    }

    [Fact]
    public void Is_the_same_inside_an_event_and_keeps_its_own_account() =>
        AssertSame(Parsed(Finding()) with { ReportedBy = "999999999999" }, Parsed(Event(Finding())));

    [Fact]
    public void Takes_account_and_region_from_the_event_where_it_has_none() =>
        Assert.Equal(
            new FindingKey("999999999999", Region, "x"),
            Parse(Event("""{"id":"x","type":"T","updatedAt":"2026-01-01T00:00:00Z"}""")).Finding!.Key
        );

    [Fact]
    public void Says_unknown_where_nobody_names_the_account() =>
        Assert.Equal(
            new FindingKey("unknown", "unknown", "x"),
            Parse("""{"id":"x","type":"T","updatedAt":"2026-01-01T00:00:00Z"}""").Finding!.Key
        );

    [Fact]
    public void Has_one_party_for_each_detail_of_a_probe_and_each_of_its_addresses()
    {
        var probe = Probe(
            """{"ipAddressV4":"203.0.113.1","ipAddressV6":"2001:67c:2e8::1"}""",
            """{"ipAddressV4":"203.0.113.2"}""",
            """{"ipAddressV6":"2001:67c:2e8::3","ipAddressV4":""}"""
        );
        var finding = Parsed(Finding(service: InService(probe)));
        Assert.Equal(
            ["203.0.113.1", "2001:67c:2e8::1", "203.0.113.2", "2001:67c:2e8::3"],
            finding.Remotes.Select(remote => remote.Indicator.ToString())
        );
        Assert.All(finding.Remotes, remote => Assert.Equal((ConnectionDirection.Unknown, 80), (remote.Direction, remote.LocalPort)));
    }

    [Fact]
    public void Keeps_the_good_parties_beside_a_bad_one()
    {
        var (finding, faults) = Parse(
            Finding(
                service: InService(
                    Probe(
                        """{"ipAddressV4":"203.0.113.1"}""",
                        """{"ipAddressV4":"evil.example.net"}""",
                        """{"ipAddressV6":"evil"}""",
                        "{}",
                        """{"ipAddressV4":"203.0.113.4"}"""
                    )
                )
            )
        );
        Assert.Equal(["203.0.113.1", "203.0.113.4"], finding!.Remotes.Select(remote => remote.Indicator.ToString()));
        Assert.Equal(
            [
                "service.action.portProbeAction.portProbeDetails[1].remoteIpDetails.ipAddressV4: "
                    + "'evil.example.net' is not an IP address, CIDR block or low-high range",
                "service.action.portProbeAction.portProbeDetails[2].remoteIpDetails.ipAddressV6: "
                    + "'evil' is not an IP address, CIDR block or low-high range",
            ],
            faults
        );
    }

    [Theory]
    [InlineData("attacker.example", "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4: 'attacker.example' is not")]
    [InlineData("1.2.3.4:22", "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4: '1.2.3.4:22' has a port")]
    [InlineData("010.0.0.1", "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4: '010.0.0.1' has a leading zero")]
    [InlineData("0.0.0.0/0", "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4: '0.0.0.0/0' is a range")]
    [InlineData("1.2.3.4-1.2.3.9", "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4: '1.2.3.4-1.2.3.9' is a range")]
    public void Names_the_place_and_the_text_where_a_party_has_no_address(string remote, string fault)
    {
        var (finding, faults) = Parse(Finding(remote: remote));
        Assert.Empty(finding!.Remotes);
        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("10.0.0.8", "10.0.0.8")]
    public void Leaves_it_to_never_block_that_an_address_is_special(string remote, string address) =>
        Assert.Equal(address, Assert.Single(Parsed(Finding(remote: remote)).Remotes).Indicator.ToString());

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"action":null}""")]
    [InlineData("""{"action":{}}""")]
    [InlineData("""{"action":{"remoteIpDetails":{"ipAddressV4":"1.2.3.4"}}}""")]
    [InlineData("""{"action":{"actionType":"NETWORK_CONNECTION"}}""")]
    [InlineData("""{"action":{"networkConnectionAction":{"remoteIpDetails":{"ipAddressV4":""}}}}""")]
    [InlineData("""{"action":{"actionType":"PORT_PROBE","portProbeAction":[]}}""")]
    [InlineData("""{"action":{"actionType":"PORT_PROBE","portProbeAction":{"portProbeDetails":[{},5,{"remoteIpDetails":null}]}}}""")]
    [InlineData("""{"action":{"actionType":"NEW_ACTION","newAction":{"remoteIpDetails":{"ipAddressV4":"1.2.3.4"}}}}""")]
    [InlineData("""{"action":{"actionType":"DNS_REQUEST","dnsRequestAction":{"domainWithSuffix":"example.net"}}}""")]
    [InlineData("""{"action":{"actionType":"DNS_REQUEST","dnsRequestAction":{"domain":"GeneratedFindingDomainName"}}}""")]
    public void Is_accepted_where_it_names_nobody(string service) => Assert.Empty(Parsed(Finding(service: service)).Remotes);

    [Fact]
    public void Is_known_by_the_member_of_its_action_where_the_type_is_missing() =>
        Assert.Single(
            Parsed(Finding(service: """{"action":{"networkConnectionAction":{"remoteIpDetails":{"ipAddressV4":"203.0.113.7"}}}}""")).Remotes
        );

    [Theory]
    [InlineData("2", 2.0)]
    [InlineData("8.0", 8.0)]
    [InlineData("\"8\"", 8.0)]
    [InlineData("\"5.3\"", 5.3)]
    [InlineData("10", 10.0)]
    [InlineData("0", 0.0)]
    public void Has_its_severity_as_a_number_however_it_is_written(string severity, double expected) =>
        Assert.Equal(expected, Parsed(Finding().Replace("\"severity\":2", $"\"severity\":{severity}", StringComparison.Ordinal)).Severity);

    [Theory]
    [InlineData("\"NaN\"", "'NaN'")]
    [InlineData("1e400", "'1e400'")]
    [InlineData("-1", "'-1'")]
    [InlineData("10.1", "'10.1'")]
    [InlineData("true", "'true'")]
    [InlineData("\"High\"", "'High'")]
    public void Is_rejected_with_a_severity_that_is_none(string severity, string named)
    {
        var (finding, faults) = Parse(Finding().Replace("\"severity\":2", $"\"severity\":{severity}", StringComparison.Ordinal));
        Assert.Null(finding);
        Assert.Equal([$"has severity {named}, which is no number from 0 to 10"], faults);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    public void Is_Low_without_a_severity_and_says_so(string severity)
    {
        var (finding, faults) = Parse(Finding().Replace("\"severity\":2", $"\"severity\":{severity}", StringComparison.Ordinal));
        Assert.Equal(1.0, finding!.Severity);
        Assert.Equal(["has no severity: taken as 1.0, Low"], faults);
    }

    [Theory]
    [InlineData("\"updatedAt\":\"2026-01-01T12:00:00.000Z\"", "\"updatedAt\":\"2026-01-01T14:00:00.1234567+02:00\"", 12, 0)]
    [InlineData("\"updatedAt\":\"2026-01-01T12:00:00.000Z\",", "", 11, 30)]
    public void Was_updated_when_it_says_or_when_it_was_last_seen(string written, string instead, int hour, int minute) =>
        Assert.Equal(At(hour, minute), Truncated(Parsed(Finding().Replace(written, instead, StringComparison.Ordinal)).UpdatedAt));

    [Fact]
    public void Has_a_fault_for_a_time_that_is_none()
    {
        var (finding, faults) = Parse(Finding().Replace("2026-01-01T12:00:00.000Z", "yesterday", StringComparison.Ordinal));
        Assert.Equal(At(11, 30), finding!.UpdatedAt);
        Assert.Equal(["updatedAt is 'yesterday', which is no ISO 8601 time"], faults);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("2026-02-30T00:00:00Z")]
    public void Has_a_fault_for_a_time_that_no_calendar_has(string time) =>
        Assert.StartsWith(
            "updatedAt is ",
            Assert.Single(Parse(Finding().Replace("2026-01-01T12:00:00.000Z", time, StringComparison.Ordinal)).Faults),
            StringComparison.Ordinal
        );

    [Fact]
    public void Is_rejected_without_any_time()
    {
        var (finding, faults) = Parse("""{"id":"x","type":"T","severity":2,"updatedAt":5}""");
        Assert.Null(finding);
        Assert.Equal(
            [
                "has no time: updatedAt, service.eventLastSeen and createdAt are all missing or unreadable; "
                    + "updatedAt is '5', which is no ISO 8601 time",
            ],
            faults
        );
    }

    [Theory]
    [InlineData("id")]
    [InlineData("type")]
    public void Is_rejected_without_its_name_or_with_an_endless_one(string member)
    {
        var endless = new string('n', 300);
        Assert.Equal([$"is not a finding: it has no {member}"], Parse($$"""{"{{(member is "id" ? "type" : "id")}}":"x"}""").Faults);
        Assert.StartsWith(
            $"is not a finding: its {member} 'nnn",
            Parse($$"""{"{{(member is "id" ? "type" : "id")}}":"x","{{member}}":"{{endless}}"}""").Faults.Single(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", """, "additionalInfo":{"sample":true}""")]
    [InlineData("", """, "additionalInfo":{"sample":"true","value":"x"}""")]
    [InlineData("", """, "additionalInfo":{"type":"default","value":"{\"a\":[1],\"sample\":true}"}""")]
    [InlineData(
        "",
        """, "evidence":{"threatIntelligenceDetails":[{"threatNames":["x"],"threatListName":"GeneratedFindingThreatListName"}]}"""
    )]
    [InlineData("i-99999999", "")]
    public void Is_a_sample_by_its_flag_or_by_the_placeholders_of_AWS(string instance, string more)
    {
        var text = Finding(service: InService(Connection("203.0.113.7"), more));
        Assert.True(Parsed(instance is "" ? text : text.Replace("i-0abc", instance, StringComparison.Ordinal)).IsSample);
    }

    [Fact]
    public void Is_a_sample_by_the_organization_of_its_party() =>
        Assert.True(Parsed(Finding().Replace("\"isp\":\"Isp\"", "\"isp\":\"GeneratedFindingISP\"", StringComparison.Ordinal)).IsSample);

    [Theory]
    [InlineData(""", "additionalInfo":{"sample":false}""")]
    [InlineData(""", "additionalInfo":{"value":"sample: true"}""")]
    [InlineData(""", "additionalInfo":{"value":"{\"nested\":{\"sample\":true}}"}""")]
    [InlineData(""", "additionalInfo":[{"sample":true}]""")]
    [InlineData(""", "evidence":{"sample":true}""")]
    public void Is_no_sample_for_other_reasons(string more) =>
        Assert.False(
            Parsed(
                Finding(service: InService(Connection("203.0.113.7"), more))
                    .Replace("\"title\":\"", "\"title\":\"[SAMPLE] ", StringComparison.Ordinal)
            ).IsSample
        );

    [Fact]
    public void Never_takes_a_party_from_anywhere_else()
    {
        const string elsewhere = """{"ipAddressV4":"198.18.0.1","domain":"198.18.0.2","remoteIpDetails":{"ipAddressV4":"198.18.0.3"}}""";
        var finding = Parsed(
            Finding(
                    service: InService(
                        Connection("203.0.113.7", $",\"remoteIpDetails2\":{elsewhere},\"remotePortDetails\":{elsewhere}"),
                        $",\"remoteIpDetails\":{elsewhere},\"runtimeDetails\":{elsewhere}"
                    )
                )
                .Replace("""{"ipAddressV4":"10.0.1.9"}""", elsewhere, StringComparison.Ordinal)
        );
        Assert.Equal("203.0.113.7", Assert.Single(finding.Remotes).Indicator.ToString());
        Assert.Contains(AddressRange.Parse("198.18.0.1"), finding.OwnAddresses);
    }

    [Fact]
    public void Has_a_fault_for_an_address_of_ours_that_is_none_since_nothing_protects_it_then()
    {
        var (finding, faults) = Parse(Finding().Replace("93.184.216.34", "93.184.216", StringComparison.Ordinal));
        Assert.Single(finding!.Remotes);
        Assert.Equal(["resource.publicIp: '93.184.216' does not have four octets"], faults);
    }

    internal static void AssertSame(Finding one, Finding other)
    {
        Assert.Equal(one.Remotes, other.Remotes);
        Assert.Equal(one.OwnAddresses.Order(), other.OwnAddresses.Order());
        Assert.Equal(one, other with { Remotes = one.Remotes, OwnAddresses = one.OwnAddresses });
    }

    internal static bool AreSame(Finding one, Finding other) =>
        one.Remotes.SequenceEqual(other.Remotes)
        && one.OwnAddresses.SequenceEqual(other.OwnAddresses)
        && one == other with { Remotes = one.Remotes, OwnAddresses = one.OwnAddresses };

    private static DateTimeOffset At(int hour, int minute) => new(2026, 1, 1, hour, minute, 0, TimeSpan.Zero);

    private static DateTimeOffset Truncated(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
