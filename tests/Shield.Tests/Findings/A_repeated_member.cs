using System.Text;
using System.Text.Json;
using CsCheck;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>
/// Of two members with one name, in whatever case, nobody knows which counts. The later one decides nothing: the record is rejected, and
/// says which member.
/// </summary>
public sealed class A_repeated_member
{
    private const string Twice = "twice in one object: which of the two counts is not known";

    /// <summary>Of a finding, by the object that holds them.</summary>
    public static TheoryData<string, string> OfAFinding =>
        new()
        {
            { "\"id\":\"f1\"", "\"id\":\"f2\"" },
            { "\"id\":\"f1\"", "\"Id\":\"f2\"" },
            { "\"id\":\"f1\"", "\"\\u0069d\":\"f2\"" },
            { "\"id\":\"f1\"", "\"id\":\"f1\"" },
            { "\"accountId\":", "\"AccountID\":\"000000000000\"" },
            { "\"region\":", "\"REGION\":\"us-east-1\"" },
            { "\"type\":\"Un", "\"Type\":\"Recon:EC2/Portscan\"" },
            { "\"severity\":2", "\"severity\":9" },
            { "\"updatedAt\":", "\"UpdatedAt\":\"2030-01-01T00:00:00Z\"" },
            { "\"createdAt\":", "\"CreatedAt\":null" },
            { "\"resource\":", "\"Resource\":{}" },
            { "\"service\":", "\"Service\":{\"archived\":true}" },
            { "\"action\":", "\"Action\":{}" },
            { "\"resourceRole\":", "\"ResourceRole\":\"ACTOR\"" },
            { "\"archived\":", "\"Archived\":true" },
            { "\"count\":", "\"Count\":9" },
            { "\"eventLastSeen\":", "\"eventlastseen\":\"2030-01-01T00:00:00Z\"" },
            { "\"networkConnectionAction\":", "\"NetworkConnectionAction\":{}" },
            { "\"connectionDirection\":", "\"ConnectionDirection\":\"OUTBOUND\"" },
            { "\"remoteIpDetails\":", "\"RemoteIpDetails\":{\"ipAddressV4\":\"203.0.113.9\"}" },
            { "\"ipAddressV4\":\"203", "\"IPAddressV4\":\"203.0.113.9\"" },
            { "\"localIpDetails\":", "\"LocalIpDetails\":{}" },
            { "\"instanceId\":", "\"InstanceId\":\"i-99999999\"" },
        };

    [Theory]
    [MemberData(nameof(OfAFinding))]
    public async Task Of_a_finding_rejects_it_in_every_envelope_and_costs_no_neighbour(string first, string second)
    {
        var bent = Finding().Replace(first, $"{second},{first}", StringComparison.Ordinal);
        Assert.NotEqual(Finding(), bent);
        var name = second.Split('"')[1].Replace("\\u0069", "i", StringComparison.Ordinal);
        foreach (
            var written in new[]
            {
                bent,
                Event(bent),
                Finding().Replace(first, $"{first.Split(':')[0]}:null,{first}", StringComparison.Ordinal),
            }
        )
        {
            string[] inputs =
            [
                $"{Finding("a")}\n{written}\n{Finding("b")}\n",
                $"[{Finding("a")},{written},{Finding("b")}]",
                $$"""{"findings":[{{Finding("a")}},{{written}},{{Finding("b")}}]}""",
                $$"""{"Records":[{"body":{{Text(Finding("a"))}}},{"body":{{Text(written)}}},{"body":{{Text(Finding("b"))}}}]}""",
            ];
            foreach (var input in inputs)
            {
                var outline = await OutlineAsync(input);
                Assert.Equal(["a", "b"], [outline[0], outline[^1]]);
                var rejected = Assert.Single(outline[1..^1]);
                Assert.Contains($"has the member '{name}' {Twice}", rejected, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData("\"title\":\"text\"", "\"Title\":\"other\"")]
    [InlineData("\"portName\":\"SSH\"", "\"portName\":\"ssh\"")]
    public void That_decides_nothing_is_no_fault(string first, string second) =>
        A_finding.AssertSame(Parsed(Finding()), Parsed(Finding().Replace(first, $"{first},{second}", StringComparison.Ordinal)));

    /// <summary>Tags of a resource are somebody's own words, and differ by case.</summary>
    [Fact]
    public void Of_a_resource_is_no_fault_where_nothing_is_read_from_it() =>
        Assert.Single(
            Parsed(
                Finding()
                    .Replace(
                        "\"instanceDetails\":{",
                        "\"labels\":{\"name\":\"a\",\"Name\":\"b\",\"type\":\"c\",\"Type\":\"d\"},\"instanceDetails\":{",
                        StringComparison.Ordinal
                    )
            ).Remotes
        );

    [Theory]
    [InlineData("""{"body":"{}","body":"{}"}""", "body")]
    [InlineData("""{"body":"{}","Body":"{}"}""", "Body")]
    [InlineData("""{"Message":{},"Message":{}}""", "Message")]
    [InlineData("""{"Sns":{},"sns":{}}""", "sns")]
    [InlineData("""{"awslogs":{"data":"x","data":"y"}}""", "data")]
    [InlineData("""{"detail-type":"GuardDuty Finding","detail":{},"detail":{}}""", "detail")]
    [InlineData(
        """{"detail-type":"Security Hub Findings - Imported","Detail-Type":"GuardDuty Finding","detail":{"findings":[]}}""",
        "detail-type"
    )]
    [InlineData("""{"eventSource":"guardduty.amazonaws.com","eventName":"ArchiveFindings","eventName":"UnarchiveFindings"}""", "eventName")]
    [InlineData(
        """
            {"eventSource":"guardduty.amazonaws.com","eventName":"ArchiveFindings","awsRegion":"r","awsRegion":"s","recipientAccountId":"1",
            "eventTime":"2026-01-01T00:00:00Z","requestParameters":{"findingIds":["a"]}}
            """,
        "awsRegion"
    )]
    [InlineData("""{"ProductArn":"x/product/aws/inspector","ProductArn":"x:product/aws/guardduty","Id":"a"}""", "ProductArn")]
    [InlineData(
        """{"ProductArn":"x:product/aws/guardduty","Id":"a","AwsAccountId":"1","awsAccountId":"2","Types":[],"Severity":{}}""",
        "AwsAccountId"
    )]
    [InlineData("""{"ProductArn":"x:product/aws/guardduty","Id":"a","Types":["x"],"Severity":{"Product":1,"Product":9}}""", "Product")]
    [InlineData(
        """
            {"ProductArn":"x:product/aws/guardduty","Id":"a","ProductFields":{"aws/guardduty/service/archived":"true",
            "aws/guardduty/service/archived":"false"}}
            """,
        "archived"
    )]
    [InlineData(
        """
            {"ProductArn":"x:product/aws/guardduty","Id":"a","ProductFields":{"aws/guardduty/service/archived":"true",
            "aws/guardduty/service/Archived":"false"}}
            """,
        "archived"
    )]
    [InlineData(
        """
            {"ProductArn":"x:product/aws/guardduty","Id":"a","Action":{"NetworkConnectionAction":
            {"RemoteIpDetails":{"IpAddressV4":"1.2.3.4","ipAddressV4":"1.2.3.5"}}}}
            """,
        "ipAddressV4"
    )]
    [InlineData(
        """
            {"class_uid":2004,"metadata":{"product":{"uid":"x:productv2/aws/guardduty"}},"finding_info":{"uid":"a"},
            "finding_info":{"uid":"b"}}
            """,
        "finding_info"
    )]
    [InlineData(
        """
            {"class_uid":2004,"metadata":{"product":{"uid":"x:productv2/aws/guardduty"}},"finding_info":{"uid":"a"},
            "evidences":[{"src_endpoint":{"ip":"1.2.3.4","ip":"1.2.3.5"}}]}
            """,
        "ip"
    )]
    [InlineData(
        """
            {"class_uid":2004,"metadata":{"product":{"uid":"x:productv2/aws/guardduty"}},"finding_info":{"uid":"a"},"cloud":{"region":"a",
            "Region":"b"}}
            """,
        "region"
    )]
    public async Task Of_an_envelope_rejects_it(string input, string name)
    {
        var outline = Assert.Single(await OutlineAsync(input));
        Assert.Contains(name, outline, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(Twice, outline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("findings", "findings")]
    [InlineData("findings", "Findings")]
    [InlineData("Records", "findings")]
    [InlineData("findings", "logEvents")]
    public async Task Of_a_page_is_a_second_list_that_is_not_read_and_said_aloud(string first, string second)
    {
        var outline = await OutlineAsync(
            $$"""{"{{first}}":[{{Finding("one")}}],"nextToken":"x","{{second}}":[{{Finding("two")}}],"more":1}"""
        );
        Assert.Equal("one", outline[0]);
        Assert.Contains($"is a second list in one object, '{second}'", Assert.Single(outline[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_JSON_text_of_additionalInfo_decides_nothing_about_samples() =>
        Assert.Contains(
            "'sample'",
            Assert.Single(
                Parse(
                    Finding(
                        service: InService(
                            Connection("203.0.113.7"),
                            """, "additionalInfo":{"value":"{\"sample\":true,\"sample\":false}"}"""
                        )
                    )
                ).Faults
            ),
            StringComparison.Ordinal
        );

    /// <summary>Wherever it stands: the finding with it is rejected, or is the same one as without.</summary>
    [Fact]
    public void Anywhere_never_changes_what_is_read() =>
        Gen.Select(Gen.Int[0, EveryPlace.All.Length - 1], Gen.Int[0, int.MaxValue])
            .Sample(
                (which, seed) =>
                {
                    var plain = Finding(service: EveryPlace.All[which]);
                    var random = new Random(seed);
                    var places = PlacesOfMembers(plain);
                    var (at, name) = places[random.Next(places.Count)];
                    var spelled = random.Next(2) is 0 ? name : name.ToUpperInvariant();
                    var bent = plain.Insert(
                        at,
                        $"\"{spelled}\":{new[] { "null", "\"\"", "\"1.2.3.4\"", "{}", "[]", "true", "9" }[random.Next(7)]},"
                    );
                    var (finding, faults) = Parse(bent);
                    if (finding is not null)
                    {
                        var expected = Parse(plain);
                        A_finding.AssertSame(expected.Finding! with { OwnAddresses = finding.OwnAddresses }, finding);
                        Assert.All(expected.Finding!.OwnAddresses, own => Assert.Contains(own, finding.OwnAddresses));
                    }
                    else
                    {
                        Assert.Contains(Twice, Assert.Single(faults), StringComparison.Ordinal);
                    }
                },
                iter: 3000
            );

    /// <summary>Some object of it has a member twice.</summary>
    internal static bool IsIn(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return IsIn(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsIn(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .GroupBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
                .Any(group => group.Count() > 1) || element.EnumerateObject().Any(member => IsIn(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().Any(IsIn),
            _ => false,
        };

    private static List<(int At, string Name)> PlacesOfMembers(string json)
    {
        List<(int At, string Name)> places = [];
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(json.Length, bytes.Length);
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                places.Add(((int)reader.TokenStartIndex, reader.GetString()!));
            }
        }

        return places;
    }

    private static string Text(string json) => System.Text.Json.Nodes.JsonValue.Create(json).ToJsonString();
}
