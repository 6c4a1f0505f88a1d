using System.Text.Json.Nodes;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>Security Hub renders GuardDuty's findings in formats of its own: the finding is the same one.</summary>
public sealed class A_finding_by_way_of_Security_Hub
{
    private const string Arn = $"arn:aws:guardduty:{Region}:{Account}:detector/d1/finding/f1";
    private const string Path = "aws/guardduty/service/action/networkConnectionAction";

    private static JsonObject Asff() =>
        new()
        {
            ["SchemaVersion"] = "2018-10-08",
            ["Id"] = Arn,
            ["ProductArn"] = $"arn:aws:securityhub:{Region}::product/aws/guardduty",
            ["AwsAccountId"] = Account,
            ["Types"] = new JsonArray("TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce"),
            ["FirstObservedAt"] = "2026-01-01T10:00:00Z",
            ["LastObservedAt"] = "2200-01-01T11:30:00Z",
            ["CreatedAt"] = "2026-01-01T11:00:00.000Z",
            ["UpdatedAt"] = "2026-01-01T12:00:00.000Z",
            ["Severity"] = new JsonObject
            {
                ["Product"] = 2,
                ["Label"] = "LOW",
                ["Normalized"] = 40,
            },
            ["ProductFields"] = new JsonObject
            {
                ["aws/guardduty/service/action/actionType"] = "NETWORK_CONNECTION",
                [$"{Path}/connectionDirection"] = "INBOUND",
                [$"{Path}/localPortDetails/port"] = "22",
                [$"{Path}/localIpDetails/ipAddressV4"] = "10.0.1.9",
                [$"{Path}/remoteIpDetails/ipAddressV4"] = "203.0.113.7",
                [$"{Path}/remoteIpDetails/country/countryName"] = "Netherlands",
                [$"{Path}/remoteIpDetails/organization/asn"] = "64496",
                [$"{Path}/remoteIpDetails/organization/asnOrg"] = "Hosting",
                ["aws/guardduty/service/resourceRole"] = "TARGET",
                ["aws/guardduty/service/archived"] = "false",
                ["aws/guardduty/service/count"] = "4",
                ["aws/guardduty/service/eventLastSeen"] = "2026-01-01T11:30:00Z",
                ["aws/securityhub/ProductName"] = "GuardDuty",
            },
            ["Resources"] = new JsonArray(
                new JsonObject
                {
                    ["Type"] = "AwsEc2Instance",
                    ["Id"] = $"arn:aws:ec2:{Region}:{Account}:instance/i-0abc",
                    ["Details"] = new JsonObject
                    {
                        ["AwsEc2Instance"] = new JsonObject
                        {
                            ["IpV4Addresses"] = new JsonArray("10.0.1.5", "10.0.1.6", "93.184.216.34"),
                            ["IpV6Addresses"] = new JsonArray("2600:1f18::5"),
                        },
                    },
                }
            ),
            ["Workflow"] = new JsonObject { ["Status"] = "NEW" },
            ["RecordState"] = "ACTIVE",
        };

    [Fact]
    public async Task Is_the_same_as_GuardDutys_own()
    {
        A_finding.AssertSame(Parsed(Finding()), await OnlyAsync(Asff()));
        A_finding.AssertSame(Parsed(Finding()), (await ReadAsync(Imported(Asff()))).Single().Finding!);
    }

    [Fact]
    public async Task Names_its_parties_in_Security_Hubs_own_members_too()
    {
        var asff = Asff();
        asff["ProductFields"] = new JsonObject { ["aws/guardduty/service/count"] = "1" };
        asff["Action"] = JsonNode.Parse(
            """
            {"ActionType":"PORT_PROBE","PortProbeAction":{"Blocked":false,"PortProbeDetails":[
            {"LocalPortDetails":{"Port":80},"RemoteIpDetails":{"IpAddressV4":"203.0.113.1"}},
            {"RemoteIpDetails":{"IpAddressV4":"203.0.113.2"}}]}}
            """
        );
        Assert.Equal(["203.0.113.1", "203.0.113.2"], (await OnlyAsync(asff)).Remotes.Select(remote => remote.Indicator.ToString()));
    }

    /// <summary>ASFF's own members have no place for IPv6, and fewer for what else GuardDuty says.</summary>
    [Fact]
    public async Task Joins_Security_Hubs_own_members_with_GuardDutys_beside_them()
    {
        var asff = Asff();
        asff["ProductFields"]!.AsObject().Remove($"{Path}/remoteIpDetails/ipAddressV4");
        asff["ProductFields"]![$"{Path}/remoteIpDetails/ipAddressV6"] = "2a0e:97c0::7";
        asff["Action"] = JsonNode.Parse(
            """
            {"ActionType":"NETWORK_CONNECTION","NetworkConnectionAction":{"ConnectionDirection":"INBOUND",
            "RemoteIpDetails":{"Country":{"CountryName":"Elsewhere"}},"LocalPortDetails":{"Port":23}}}
            """
        );
        var party = Assert.Single((await OnlyAsync(asff)).Remotes);
        Assert.Equal(("2a0e:97c0::7", "Elsewhere", 23, "64496"), (party.Indicator.ToString(), party.Country, party.LocalPort, party.Asn));

        asff["Action"]!["NetworkConnectionAction"]!["RemoteIpDetails"]!["IpAddressV4"] = "203.0.113.7";
        Assert.Equal(["203.0.113.7", "2a0e:97c0::7"], (await OnlyAsync(asff)).Remotes.Select(remote => remote.Indicator.ToString()));
    }

    [Theory]
    [InlineData("""{"LocalPortDetails":{"Port":80},"RemoteIpDetails":{"IpAddressV4":"203.0.113.1"}}""")]
    [InlineData("""[{"LocalPortDetails":{"Port":80},"RemoteIpDetails":{"IpAddressV4":"203.0.113.1"}}]""")]
    public async Task Joins_a_list_with_its_only_element(string details)
    {
        var asff = Asff();
        asff["ProductFields"] = new JsonObject
        {
            ["aws/guardduty/service/action/portProbeAction/portProbeDetails.1_/remoteIpDetails/ipAddressV4"] = "203.0.113.2",
        };
        asff["Action"] = new JsonObject { ["PortProbeAction"] = new JsonObject { ["PortProbeDetails"] = JsonNode.Parse(details) } };
        Assert.Equal(["203.0.113.1", "203.0.113.2"], (await OnlyAsync(asff)).Remotes.Select(remote => remote.Indicator.ToString()).Order());
    }

    [Fact]
    public async Task Has_every_endpoint_of_an_attack_sequence()
    {
        var asff = Asff();
        asff["Types"] = "TTPs/AttackSequence:EC2-CompromisedInstanceGroup";
        asff["Detection"] = JsonNode.Parse(
            """
            {"Sequence":{"Endpoints":[{"Ip":"45.83.64.7","Connection":{"Direction":"OUTBOUND"}},{"Domain":"pool.badhost.net",
            "Connection":{"Direction":"OUTBOUND"}},{"Ip":"45.83.64.9"}],
            "Signals":[{"SignalIndicators":{"Key":"TOR_IP","Values":"45.83.64.7"}}]}}
            """
        );
        asff["ProductFields"] = new JsonObject();
        Assert.Equal(
            "45.83.64.7 block-outbound tor; 45.83.64.9 hold sequence; pool.badhost.net hold sequence",
            Told.Of(await ReadAsync(asff.ToJsonString())).Replace("2200", "2026", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Has_every_element_of_a_flattened_list()
    {
        const string Details = "aws/guardduty/service/action/portProbeAction/portProbeDetails";
        var asff = Asff();
        asff["ProductFields"] = new JsonObject
        {
            ["aws/guardduty/service/action/actionType"] = "PORT_PROBE",
            [$"{Details}.10_/remoteIpDetails/ipAddressV4"] = "203.0.113.3",
            [$"{Details}.0_/remoteIpDetails/ipAddressV4"] = "203.0.113.1",
            [$"{Details}.2_/remoteIpDetails/ipAddressV4"] = "203.0.113.2",
        };
        Assert.Equal(
            ["203.0.113.1", "203.0.113.2", "203.0.113.3"],
            (await OnlyAsync(asff)).Remotes.Select(remote => remote.Indicator.ToString())
        );
    }

    [Theory]
    [InlineData("NEW", "ACTIVE", false)]
    [InlineData("NOTIFIED", "ACTIVE", false)]
    [InlineData("SUPPRESSED", "ACTIVE", true)]
    [InlineData("RESOLVED", "ACTIVE", true)]
    [InlineData("NEW", "ARCHIVED", true)]
    public async Task Gives_no_reason_to_block_where_it_was_handled(string workflow, string record, bool archived)
    {
        var asff = Asff();
        asff["Workflow"]!["Status"] = workflow;
        asff["RecordState"] = record;
        Assert.Equal(archived, (await OnlyAsync(asff)).Archived);
    }

    [Theory]
    [InlineData("aws/guardduty/service/additionalInfo/sample", "true")]
    [InlineData("aws/guardduty/service/evidence/threatIntelligenceDetails.0_/threatListName", "GeneratedFindingThreatListName")]
    [InlineData($"{Path}/remoteIpDetails/organization/org", "GeneratedFindingORG")]
    public async Task Is_a_sample_where_it_says_so_or_holds_AWSs_placeholders(string field, string value)
    {
        Assert.False((await OnlyAsync(Asff())).IsSample);
        var asff = Asff();
        asff["ProductFields"]![field] = value;
        Assert.True((await OnlyAsync(asff)).IsSample);
    }

    [Fact]
    public async Task Is_a_sample_where_Security_Hub_says_so()
    {
        var asff = Asff();
        asff["Sample"] = true;
        Assert.True((await OnlyAsync(asff)).IsSample);
    }

    [Theory]
    [InlineData("arn:aws:securityhub:eu-west-1::product/aws/inspector")]
    [InlineData("p")]
    public async Task Of_another_product_is_rejected(string product)
    {
        var asff = Asff();
        asff["ProductArn"] = product;
        Assert.EndsWith(
            $"is not a finding of GuardDuty: its product is '{product}'",
            Assert.Single(await OutlineAsync(Imported(asff))),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("TTPs/Command and Control/Backdoor:EC2-C&CActivity.B", "Backdoor:EC2/C&CActivity.B")]
    [InlineData("Software and Configuration Checks/Backdoor:EC2.C&CActivity.B", "Backdoor:EC2/C&CActivity.B")]
    [InlineData("TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver", "DefenseEvasion:EC2/UnusualDNSResolver")]
    [InlineData("Effects/Data Exfiltration/Trojan:EC2-DropPoint", "Trojan:EC2/DropPoint")]
    [InlineData("UnauthorizedAccess:EC2/SSHBruteForce", "UnauthorizedAccess:EC2/SSHBruteForce")]
    [InlineData(
        "TTPs/AnomalousBehavior/CredentialAccess:Kubernetes-SecretsAccessed",
        "CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed"
    )]
    [InlineData("TTPs/Impact/Impact:Runtime-SuspiciousDomainRequest.Reputatio", "Impact:Runtime/SuspiciousDomainRequest.Reputation")]
    [InlineData("TTPs/Discovery/Recon:EC2-Portscanner", "Recon:EC2-Portscanner")]
    [InlineData("", "")]
    [InlineData("///", "")]
    public void Has_the_type_that_GuardDuty_gives_it(string type, string expected) => Assert.Equal(expected, SecurityHubTypes.Find([type]));

    [Fact]
    public void Of_every_type_of_the_table_has_its_type()
    {
        Assert.All(
            TypeTable.All,
            type =>
            {
                var (purpose, rest) = (type.Name.Split(':')[0], type.Name.Split(':')[1]);
                Assert.Equal(type.Name, SecurityHubTypes.Find([$"TTPs/Some Thing/{type.Name.Replace('/', '-')}"]));
                Assert.Equal(type.Name, SecurityHubTypes.Find([$"TTPs/{purpose}/{rest.Replace('/', '-')}"]));
                Assert.Equal(
                    type.Name,
                    SecurityHubTypes.Find(["Unheard of", $"Software and Configuration Checks/{type.Name.Replace('/', '.')}"])
                );
            }
        );
        Assert.Equal(TypeTable.All.Length, TypeTable.All.Select(type => SecurityHubTypes.Find([type.Name])).Distinct().Count());
    }

    [Fact]
    public async Task From_public_sources_has_the_type_that_the_manifest_names()
    {
        var judged = 0;
        foreach (
            var row in File.ReadLines(SharedFolder.File("corpus", "MANIFEST.tsv"))
                .Select(line => line.Split('\t'))
                .Where(row => row[2] is "asff" or "eventbridge-asff" or "ocsf")
        )
        {
            await using var input = File.OpenRead(SharedFolder.File("corpus", "findings", row[0]));
            var finding = Assert.Single(await ReadAsync(input)).Finding!;
            var type = row[7].Split("type in the table: ")[1].Split(';')[0];
            Assert.True(!TypeTable.Find(type).IsKnown || finding.Type == type, $"{row[0]}: {finding.Type}");
            Assert.Matches("^[0-9a-f]{9,}$", finding.Key.Id);
            judged += TypeTable.Find(type).IsKnown ? 1 : 0;
        }

        Assert.InRange(judged, 4, 17);
    }

    [Theory]
    [InlineData("""{"ProductArn":"x/product/aws/guardduty"}""")]
    [InlineData(
        """{"ProductArn":"x/product/aws/guardduty","Id":5,"Types":"x","ProductFields":[],"Resources":{},"Severity":1,"Action":[]}"""
    )]
    [InlineData(
        """
            {"ProductArn":"x/product/aws/guardduty","Id":"/","Types":[{}],"ProductFields":{"aws/guardduty/":"x","aws/guardduty/service":"x",
            "aws/guardduty/service/a.99999999999999999999_/b":"c"}}
            """
    )]
    [InlineData(
        """
            {"class_uid":2004,"metadata":{"product":{"uid":"x/product/aws/guardduty"}},"finding_info":[],
            "evidences":[[],{"src_endpoint":1}],"unmapped":1}
            """
    )]
    public async Task That_is_misshapen_is_rejected(string json) => Assert.Single(await OutlineAsync(json));

    [Fact]
    public async Task With_endless_paths_costs_no_stack()
    {
        var asff = Asff();
        asff["ProductFields"]![$"aws/guardduty/service/{string.Concat(Enumerable.Repeat("a/", 200_000))}"] = "x";
        asff["Types"]!.AsArray().Add((JsonNode)string.Concat(Enumerable.Repeat("a/", 200_000)));
        Assert.Equal("f1", (await OnlyAsync(asff)).Key.Id);
    }

    private static string Imported(JsonObject asff) =>
        $$"""
            {"version":"0","id":"e1","detail-type":"Security Hub Findings - Imported","detail":{"findings":[{{asff.ToJsonString()}}]},
            "source":"aws.securityhub","account":"9"}
            """;

    private static async Task<Finding> OnlyAsync(JsonObject asff)
    {
        var record = Assert.Single(await ReadAsync(asff.ToJsonString()));
        Assert.Empty(record.Faults);
        return record.Finding!;
    }
}
