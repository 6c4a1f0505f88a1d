using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>
/// Wherever a finding can name an address of ours, in whatever envelope: a party with that address is never blocked, neither for this
/// finding nor for any other.
/// </summary>
public sealed class An_address_of_ours
{
    private const string V4 = "45.83.64.7";
    private const string V6 = "2a0e:97c0::7";
    private const string Type = "UnauthorizedAccess:EC2/SSHBruteForce";
    private const string Remote = "aws/guardduty/service/action/networkConnectionAction";

    /// <summary>Each takes an address, and gives a finding of which it is ours and the remote party.</summary>
    private static readonly Dictionary<string, Func<string, string>> Places = new()
    {
        ["publicIp"] = own => Native(own, resource: Interfaces($$"""[{"publicIp":"{{own}}"}]""")),
        ["publicIp of an only interface"] = own => Native(own, resource: Interfaces($$"""{"publicIp":"{{own}}"}""")),
        ["privateIpAddress"] = own => Native(own, resource: Interfaces($$"""[{},{"privateIpAddress":"{{own}}"}]""")),
        ["privateIpAddresses"] = own =>
            Native(
                own,
                resource: Interfaces($$"""[{"privateIpAddresses":[{"privateIpAddress":"10.0.0.1"},{"privateIpAddress":"{{own}}"}]}]""")
            ),
        ["an only one of privateIpAddresses"] = own =>
            Native(own, resource: Interfaces($$"""{"privateIpAddresses":{"privateIpAddress":"{{own}}"} }""")),
        ["ipv6Addresses"] = own => Native(own, resource: Interfaces($$"""[{"ipv6Addresses":["10.0.0.1","{{own}}"]}]""")),
        ["an only one of ipv6Addresses"] = own => Native(own, resource: Interfaces($$"""[{"Ipv6Addresses":"{{own}}"}]""")),
        ["another resource"] = own =>
            Native(own, resource: $$"""{"resourceType":"New","newDetails":{"attachments":[{"eni":{"PublicIp":"{{own}}"} }]} }"""),
        ["localIpDetails"] = own => Native(own, service: InService(Connection(own).Replace("10.0.1.9", own, StringComparison.Ordinal))),
        ["localIpDetails, IPv6"] = own =>
            Native(
                own,
                service: InService(
                    Connection(own).Replace("""{"ipAddressV4":"10.0.1.9"}""", $$"""{"ipAddressV6":"{{own}}"}""", StringComparison.Ordinal)
                )
            ),
        ["localIpDetails of a probe"] = own =>
            Native(own, service: InService(Probe($$"""{"ipAddressV4":"{{own}}"}""").Replace("10.0.1.9", own, StringComparison.Ordinal))),
        ["localIpDetails of an only probe"] = own =>
            Native(
                own,
                service: InService(
                    $$"""
                    {"portProbeAction":{"portProbeDetails":{"localIpDetails":{"ipAddressV4":"{{own}}"},
                    "remoteIpDetails":{"ipAddressV4":"{{own}}"} } } }
                    """
                )
            ),
        ["a sequence, publicIp"] = own => InSequence(own, $$"""[{"data":{"ec2NetworkInterface":{"publicIp":"{{own}}"} } }]"""),
        ["a sequence, an only resource"] = own =>
            InSequence(own, $$"""{"data":{"ec2NetworkInterface":{"privateIpAddresses":[{"privateIpAddress":"{{own}}"}]} } }"""),
        ["a sequence, ipv6Addresses"] = own =>
            InSequence(own, $$"""[{"uid":"x"},{"data":{"ec2NetworkInterface":{"ipv6Addresses":["{{own}}"]} } }]"""),
        ["a sequence, PascalCase"] = own => InSequence(own, $$"""[{"Data":{"Ec2NetworkInterface":{"PublicIp":"{{own}}"} } }]"""),
        ["ASFF, an instance"] = own => Asff(own, details: $$"""{"AwsEc2Instance":{"IpV4Addresses":["10.0.0.1","{{own}}"]} }"""),
        ["ASFF, an instance with one address"] = own => Asff(own, details: $$"""{"AwsEc2Instance":{"IpV4Addresses":"{{own}}"} }"""),
        ["ASFF, an instance with IPv6"] = own => Asff(own, details: $$"""{"AwsEc2Instance":{"IpV6Addresses":["{{own}}"]} }"""),
        ["ASFF, an interface"] = own => Asff(own, details: $$"""{"AwsEc2NetworkInterface":{"PublicIp":"{{own}}"} }"""),
        ["ASFF, an interface's private addresses"] = own =>
            Asff(own, details: $$"""{"AwsEc2NetworkInterface":{"PrivateIpAddresses":[{"PrivateIpAddress":"{{own}}"}]} }"""),
        ["ASFF, an interface's IPv6"] = own =>
            Asff(own, details: $$"""{"AwsEc2NetworkInterface":{"IpV6Addresses":[{"IpV6Address":"{{own}}"}]} }"""),
        ["ASFF, an elastic address"] = own => Asff(own, details: $$"""{"AwsEc2Eip":{"PublicIp":"{{own}}"} }"""),
        ["ASFF, localIpDetails in ProductFields"] = own => Asff(own, fields: $$""","{{Remote}}/localIpDetails/ipAddressV4":"{{own}}" """),
        ["ASFF, localIpDetails in ProductFields beside Action"] = own =>
            Asff(own, fields: $$""","{{Remote}}/localIpDetails/ipAddressV6":"{{own}}" """, more: Action(own)),
        ["ASFF, an interface in ProductFields"] = own =>
            Asff(own, fields: $$""","aws/guardduty/resource/instanceDetails/networkInterfaces.0_/publicIp":"{{own}}" """),
        ["ASFF, a sequence"] = own =>
            Asff(
                own,
                type: "AttackSequence:EC2-CompromisedInstanceGroup",
                more: $$"""
                ,"Detection":{"Sequence":{"Resources":[{"Data":{"Ec2NetworkInterface":{"PublicIp":"{{own}}"} } }],
                "Endpoints":[{"Ip":"{{own}}","Connection":{"Direction":"OUTBOUND"} }],
                "SequenceIndicators":[{"Key":"MALICIOUS_IP","Values":["{{own}}"]}]} }
                """
            ),
        ["OCSF, data as a text"] = own => Ocsf(own, $$"""[{"data":{{Text($$"""{"AwsEc2Instance":{"IpV4Addresses":["{{own}}"]} }""")}}}]"""),
        ["OCSF, data as an object"] = own => Ocsf(own, $$"""[{"data":{"AwsEc2NetworkInterface":{"PublicIp":"{{own}}"} } }]"""),
        ["OCSF, an only resource"] = own =>
            Ocsf(own, $$"""{"data":{"instanceDetails":{"networkInterfaces":[{"publicIp":"{{own}}"}]} } }"""),
        ["OCSF, ip"] = own => Ocsf(own, $$"""[{"ip":"{{own}}"}]"""),
        ["OCSF, unmapped"] = own => Ocsf(own, "[]", $$""","ProductFields.{{Remote}}/localIpDetails/ipAddressV4":"{{own}}" """),
        ["OCSF, the near end of a connection"] = own =>
            V2(
                own,
                $$"""[{"src_endpoint":{"ip":"{{own}}"},"dst_endpoint":{"ip":"{{own}}"},"connection_info":{"direction_id":1} }]""",
                "[]"
            ),
        ["OCSF, V2, evidences"] = own =>
            V2(
                own,
                $$"""[{"src_endpoint":{"ip":"{{own}}"},"dst_endpoint":{"ip":"10.0.0.1"},"connection_info":{"direction_id":1} }]""",
                $$"""[{"data":{"public_ip":"x","PublicIp":"{{own}}"} }]"""
            ),
    };

    public static TheoryData<string> EveryPlace => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(EveryPlace))]
    public async Task Is_never_blocked(string place)
    {
        foreach (var own in new[] { V4, V6 })
        {
            var first = (await ReadAsync(Places[place](own))).Single();
            Assert.Empty(first.Faults);
            Assert.Equal($"{own} ignore own-address", Told.Of([first]));

            // Another finding, which knows nothing of our addresses.
            var other = (await ReadAsync(Finding("other", own).Replace(Resource, "{}", StringComparison.Ordinal))).Single();
            Assert.StartsWith($"{own} block", Told.Of([other]), StringComparison.Ordinal);
            Assert.Equal($"{own} ignore own-address", Told.Of([first, other]));
            Assert.Equal($"{own} ignore own-address", Told.Of([other, first]));
        }
    }

    [Fact]
    public async Task Of_which_somebody_elses_was_made_is_a_fault() =>
        Assert.Equal(
            ["service.detection.sequence.resources[0].publicIp: '45.83.64' does not have four octets"],
            (await ReadAsync(InSequence(V4, """[{"data":{"ec2NetworkInterface":{"publicIp":"45.83.64"} } }]"""))).Single().Faults
        );

    private static string Native(string remote, string resource = "{}", string? service = null) =>
        Finding(remote: remote, service: service).Replace(Resource, resource, StringComparison.Ordinal);

    private static string Interfaces(string interfaces) =>
        $$"""{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0abc","networkInterfaces":{{interfaces}} } }""";

    private static string InSequence(string own, string resources) =>
        Native(
                own,
                service: InService(
                    "{}",
                    $$"""
                    ,"detection":{"sequence":{"resources":{{resources}},"endpoints":[{"ip":"{{own}}",
                    "connection":{"direction":"OUTBOUND"} }],"sequenceIndicators":[{"key":"MALICIOUS_IP","values":["{{own}}"]}]} }
                    """
                )
            )
            .Replace(Type, "AttackSequence:EC2/CompromisedInstanceGroup", StringComparison.Ordinal);

    private static string Action(string own) =>
        $$"""
            ,"Action":{"ActionType":"NETWORK_CONNECTION","NetworkConnectionAction":{"ConnectionDirection":"INBOUND",
            "RemoteIpDetails":{"IpAddressV4":"{{own}}"} } }
            """;

    private static string Asff(
        string own,
        string details = "{}",
        string fields = "",
        string more = "",
        string type = "UnauthorizedAccess:EC2-SSHBruteForce"
    ) =>
        $$"""
            {"ProductArn":"arn:aws:securityhub:{{Region}}::product/aws/guardduty",
            "Id":"arn:aws:guardduty:{{Region}}:{{Account}}:detector/d/finding/f1","AwsAccountId":"{{Account}}","Types":["TTPs/{{type}}"],
            "Severity":{"Product":5},"CreatedAt":"2026-01-01T11:00:00Z","UpdatedAt":"2026-01-01T12:00:00Z",
            "ProductFields":{"aws/guardduty/service/resourceRole":"TARGET"{{(
                more.Contains("Action", StringComparison.Ordinal) || type.StartsWith("Attack", StringComparison.Ordinal)
                    ? ""
                    : $",\"{Remote}/connectionDirection\":\"INBOUND\",\"{Remote}/remoteIpDetails/ipAddressV4\":\"{own}\""
            )}}{{fields}}},
            "Resources":[{"Type":"Other","Details":{{details}}}]{{more}}}
            """.ReplaceLineEndings(
            ""
        );

    private static string Ocsf(string own, string resources, string unmapped = "") =>
        $$"""
            {"class_uid":2004,"metadata":{"product":{"uid":"arn:aws:securityhub:{{Region}}::product/aws/guardduty"} },
            "cloud":{"account":{"uid":"{{Account}}"},"region":"{{Region}}"},"severity_id":3,
            "finding_info":{"uid":"f1","types":["{{Type}}"],"modified_time_dt":"2026-01-01T12:00:00Z"},"resources":{{resources}},
            "unmapped":{"ProductFields.{{Remote}}/connectionDirection":"INBOUND",
            "ProductFields.{{Remote}}/remoteIpDetails/ipAddressV4":"{{own}}",
            "ProductFields.aws/guardduty/service/resourceRole":"TARGET"{{unmapped}}} }
            """.ReplaceLineEndings("");

    private static string V2(string own, string evidences, string resources) =>
        $$"""
            {"class_uid":2004,"metadata":{"product":{"uid":"arn:aws:securityhub:{{Region}}::productv2/aws/guardduty"} },
            "cloud":{"account":{"uid":"{{Account}}"},"region":"{{Region}}"},"severity_id":3,
            "finding_info":{"uid":"f1","types":["Threats","{{Type}}"],"modified_time":1767268800000,"desc":"{{own}}"},
            "resources":{{resources}},"evidences":{{evidences}} }
            """.ReplaceLineEndings("");

    private static string Text(string json) => System.Text.Json.Nodes.JsonValue.Create(json).ToJsonString();
}
