using System.Text.Json.Nodes;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>From Security Hub V2, which keeps nothing of GuardDuty's own shape, and from exports.</summary>
public sealed class A_finding_in_OCSF
{
    private const string Ssh = "UnauthorizedAccess:EC2/SSHBruteForce";
    private const string C2 = "Backdoor:EC2/C&CActivity.B";
    private const string Them = "45.83.64.7";

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(
        Ssh,
        """
            {"src_endpoint":{"ip":"45.83.64.7"},"dst_endpoint":{"ip":"10.0.0.1","port":22},"connection_info":{"direction_id":1},
            "data":{"resource_role":"TARGET"}}
            """,
        "45.83.64.7 block-inbound brute-force"
    )]
    [InlineData(
        Ssh,
        """
            {"src_endpoint":{"ip":"45.83.64.7"},"dst_endpoint":{"ip":"10.0.0.1"},"connection_info":{"direction":"inbound"},
            "data":{"resource_role":"target"}}
            """,
        "45.83.64.7 block-inbound brute-force"
    )]
    [InlineData(
        Ssh,
        """{"src_endpoint":{"ip":"45.83.64.7"},"dst_endpoint":{"ip":"10.0.0.1"},"data":{"resource_role":"TARGET"}}""",
        "45.83.64.7 hold role-unclear"
    )]
    [InlineData(
        Ssh,
        """{"src_endpoint":{"ip":"45.83.64.7"},"dst_endpoint":{"ip":"10.0.0.1"},"connection_info":{"direction_id":1}}""",
        "45.83.64.7 hold role-unclear"
    )]
    [InlineData(
        Ssh,
        """{"src_endpoint":{"ip":"45.83.64.7"},"connection_info":{"direction_id":0},"data":{"resource_role":"TARGET"}}""",
        "45.83.64.7 hold role-unclear"
    )]
    [InlineData(
        Ssh,
        """
            {"src_endpoint":{"ip":"10.0.0.1"},"dst_endpoint":{"ip":"45.83.64.7"},"connection_info":{"direction_id":2},
            "data":{"resource_role":"ACTOR"}}
            """,
        "45.83.64.7 ignore victim"
    )]
    [InlineData(
        C2,
        """{"src_endpoint":{"ip":"45.83.64.7"},"dst_endpoint":{"ip":"45.83.64.8"}}""",
        "45.83.64.7 hold role-unclear; 45.83.64.8 hold role-unclear"
    )]
    [InlineData(
        C2,
        """{"src_endpoint":{"ip":"45.83.64.8"},"dst_endpoint":{"ip":"45.83.64.7"},"connection_info":{"direction_id":2}}""",
        "45.83.64.7 block-both c2"
    )]
    [InlineData(C2, """{"src_endpoint":{"ip":"18.203.44.9"},"dst_endpoint":{"ip":"45.83.64.7"}}""", "45.83.64.7 block-both c2")]
    [InlineData(C2, """{"dst_endpoint":{"ip":"45.83.64.7"}}""", "45.83.64.7 hold role-unclear")]
    [InlineData("Backdoor:EC2/C&CActivity.B!DNS", """{"query":{"hostname":"evil.badhost.net"}}""", "evil.badhost.net hold domains-off")]
    [InlineData(
        "Backdoor:EC2/C&CActivity.B!DNS",
        """{"dst_endpoint":{"hostname":"evil.badhost.net","ip":"45.83.64.7"}}""",
        "evil.badhost.net hold domains-off"
    )]
    [InlineData(
        "Discovery:S3/MaliciousIPCaller",
        """{"src_endpoint":{"ip":"45.83.64.7"},"api":{"operation":"ListBuckets"}}""",
        "45.83.64.7 hold api-caller"
    )]
    [InlineData("Discovery:Kubernetes/MaliciousIPCaller", """{"src_endpoint":{"ip":"2a0e:97c0::7"}}""", "2a0e:97c0::7 hold api-caller")]
    [InlineData(
        "CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin",
        """{"src_endpoint":{"ip":"45.83.64.7"},"dst_endpoint":{"ip":"10.0.0.9"}}""",
        "45.83.64.7 hold db-login"
    )]
    [InlineData(
        "AttackSequence:EC2/CompromisedInstanceGroup",
        """{"src_endpoint":{"ip":"10.0.0.1"},"dst_endpoint":{"ip":"45.83.64.7"},"connection_info":{"direction_id":2}}""",
        "45.83.64.7 hold sequence"
    )]
    [InlineData(
        "Stealth:IAMUser/CloudTrailLoggingDisabled",
        """{"api":{"operation":"DeleteTrail"}}""",
        "1 of Stealth:IAMUser/CloudTrailLoggingDisabled named nobody"
    )]
    [InlineData(
        Ssh,
        """{"src_endpoint":{"ip":"host"},"dst_endpoint":{"ip":"10.0.0.1"},"connection_info":{"direction_id":1}}""",
        "1 of UnauthorizedAccess:EC2/SSHBruteForce named nobody; "
            + "rejected: evidences[0].src_endpoint.ip: 'host' is not an IP address, CIDR block or low-high range"
    )]
    public async Task Names_its_parties_in_its_evidence(string type, string evidence, string told)
    {
        Assert.Equal(told, await ToldOfAsync(V2(type, evidence)));
        var one = V2(type, evidence);
        one["evidences"] = JsonNode.Parse(evidence);
        Assert.Equal(told, await ToldOfAsync(one));
    }

    [Fact]
    public async Task Names_every_party_of_its_evidence()
    {
        var finding = V2(Ssh, Inbound("45.83.64.7"), Inbound("45.83.64.8"), Inbound("45.83.64.7"));
        Assert.Equal("45.83.64.7 block-inbound brute-force; 45.83.64.8 block-inbound brute-force", await ToldOfAsync(finding));
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 1.0)]
    [InlineData(3, 4.0)]
    [InlineData(4, 7.0)]
    [InlineData(5, 9.0)]
    public async Task Has_the_least_severity_of_its_band_and_the_vendors_word_before_Security_Hubs(int id, double severity)
    {
        var finding = V2(Ssh, Inbound(Them));
        finding["severity_id"] = id;
        Assert.Equal(severity, (await OnlyAsync(finding)).Severity);
        finding["severity_id"] = id % 5 + 1;
        finding["vendor_attributes"] = new JsonObject { ["severity_id"] = id };
        Assert.Equal(severity, (await OnlyAsync(finding)).Severity);
        finding["unmapped"] = new JsonObject { ["Severity.Product"] = "5.5" };
        Assert.Equal(5.5, (await OnlyAsync(finding)).Severity);
    }

    [Fact]
    public async Task Has_its_times_in_either_member_and_in_either_form()
    {
        foreach (
            var (name, value) in new (string, JsonNode)[]
            {
                ("modified_time_dt", "2026-01-01T12:00:00Z"),
                ("modified_time_dt", 1767268800000),
                ("modified_time", 1767268800000),
                ("modified_time", "1767268800000"),
                ("modified_time", "2026-01-01 12:00:00"),
            }
        )
        {
            var finding = V2(Ssh, Inbound(Them));
            finding["finding_info"]!.AsObject().Remove("modified_time");
            finding["finding_info"]![name] = value.DeepClone();
            finding["finding_info"]![name.Replace("modified", "last_seen", StringComparison.Ordinal)] = value.DeepClone();
            var read = await OnlyAsync(finding);
            Assert.Equal((Noon, Noon), (read.UpdatedAt, read.EventLastSeen));
        }

        var unreadable = V2(Ssh, Inbound(Them));
        unreadable["finding_info"]!["modified_time_dt"] = "yesterday";
        Assert.Equal(Noon, (await OnlyAsync(unreadable)).UpdatedAt);
        unreadable["finding_info"]!.AsObject().Remove("modified_time");
        unreadable["finding_info"]!.AsObject().Remove("modified_time_dt");
        unreadable["time"] = 1767268800000;
        Assert.Equal(Noon, (await OnlyAsync(unreadable)).UpdatedAt);
    }

    [Theory]
    [InlineData("arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/0123456789abcdef0123456789abcdef", "x")]
    [InlineData("0123456789abcdef0123456789abcdef", null)]
    [InlineData("somebody's own", "0123456789abcdef0123456789abcdef")]
    [InlineData("somebody's own", "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/0123456789abcdef0123456789abcdef")]
    public async Task Has_GuardDutys_id(string uid, string? other)
    {
        var finding = V2(Ssh, Inbound(Them));
        finding["finding_info"]!["uid"] = uid;
        finding["finding_info"]!["uid_alt"] = other;
        Assert.Equal("0123456789abcdef0123456789abcdef", (await OnlyAsync(finding)).Key.Id);
    }

    [Theory]
    [InlineData("status", "Suppressed")]
    [InlineData("status", "Resolved")]
    [InlineData("status_id", 3)]
    [InlineData("status_id", 4)]
    public async Task Gives_no_reason_to_block_where_it_was_handled(string member, object value)
    {
        var finding = V2(Ssh, Inbound(Them));
        Assert.False((await OnlyAsync(finding)).Archived);
        finding[member] = value is int number ? number : (string)value;
        Assert.True((await OnlyAsync(finding)).Archived);
    }

    [Theory]
    [InlineData(
        """
            {"Detection":{"Sequence":{"Endpoints":[{"Ip":"45.83.64.7","Connection":{"Direction":"OUTBOUND"}}],
            "SequenceIndicators":[{"Key":"MALICIOUS_IP","Values":["45.83.64.7"]}]}}}
            """
    )]
    [InlineData(
        """
            {"Detection.Sequence.Endpoints[0].Ip":"45.83.64.7","Detection.Sequence.Endpoints[0].Connection.Direction":"OUTBOUND",
            "Detection.Sequence.SequenceIndicators[0].Key":"MALICIOUS_IP","Detection.Sequence.SequenceIndicators[0].Values[0]":"45.83.64.7"}
            """
    )]
    [InlineData(
        """
            {"Detection.Sequence.Endpoints[].Ip":["45.83.64.7"],"Detection.Sequence.Endpoints[].Connection.Direction":"OUTBOUND",
            "Detection.Sequence.SequenceIndicators[].Key":"MALICIOUS_IP","Detection.Sequence.SequenceIndicators[].Values[]":["1.2.3.4",
            "45.83.64.7"]}
            """
    )]
    [InlineData(
        """
            {"ProductFields.aws/guardduty/service/detection/sequence/endpoints.0_/ip":"45.83.64.7",
            "ProductFields.aws/guardduty/service/detection/sequence/endpoints.0_/connection/direction":"OUTBOUND",
            "ProductFields.aws/guardduty/service/detection/sequence/sequenceIndicators.0_/key":"MALICIOUS_IP",
            "ProductFields.aws/guardduty/service/detection/sequence/sequenceIndicators.0_/values.0_":"45.83.64.7"}
            """
    )]
    public async Task Has_its_attack_sequence_where_exports_keep_it(string unmapped)
    {
        var finding = V2("AttackSequence:EC2/CompromisedInstanceGroup");
        finding["unmapped"] = JsonNode.Parse(unmapped);
        Assert.Equal($"{Them} block-outbound sequence", await ToldOfAsync(finding));
    }

    private static string Inbound(string ip) =>
        $$"""
            {"src_endpoint":{"ip":"{{ip}}"},"dst_endpoint":{"ip":"10.0.0.1","port":22},"connection_info":{"direction_id":1},
            "data":{"resource_role":"TARGET"} }
            """;

    private static JsonObject V2(string type, params string[] evidences) =>
        new()
        {
            ["class_uid"] = 2004,
            ["metadata"] = new JsonObject
            {
                ["product"] = new JsonObject { ["uid"] = $"arn:aws:securityhub:{Region}::productv2/aws/guardduty" },
            },
            ["cloud"] = new JsonObject
            {
                ["account"] = new JsonObject { ["uid"] = Account },
                ["region"] = Region,
            },
            ["finding_info"] = new JsonObject
            {
                ["uid"] = $"arn:aws:guardduty:{Region}:{Account}:detector/d/finding/f1",
                ["types"] = new JsonArray("Threats", type),
                ["modified_time"] = 1767268800000,
            },
            ["severity_id"] = 3,
            ["resources"] = new JsonArray(
                JsonNode.Parse("""{"type":"AWS::EC2::Instance","data":{"AwsEc2Instance":{"IpV4Addresses":["18.203.44.9"]}}}""")
            ),
            ["evidences"] = new JsonArray([.. evidences.Select(evidence => JsonNode.Parse(evidence))]),
        };

    private static async Task<string> ToldOfAsync(JsonObject finding) =>
        Told.Of(
            await ReadAsync(
                $$"""
                {"detail-type":"Findings Imported V2","source":"aws.securityhub","detail":{"findings":[{{finding.ToJsonString()}}]} }
                """
            )
        );

    private static async Task<Shield.Core.Findings.Finding> OnlyAsync(JsonObject finding)
    {
        var record = Assert.Single(await ReadAsync(finding.ToJsonString()));
        Assert.Empty(record.Faults);
        return record.Finding!;
    }
}
