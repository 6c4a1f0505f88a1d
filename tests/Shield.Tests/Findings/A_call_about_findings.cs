using Shield.Core.Evidence;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>
/// CloudTrail's records by its guide ("record contents") with the parameters of GuardDuty's API reference: nobody publishes a real one.
/// </summary>
public sealed class A_call_about_findings
{
    private const string One = "d6b94fb03a66ff665f7db8764e000001";
    private const string Two = "3eb970e0de00c16ec14e6910fe000002";

    private static readonly DateTimeOffset At = new(2026, 1, 1, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ArchiveFindings", true)]
    [InlineData("UnarchiveFindings", false)]
    public async Task That_archives_or_takes_out_is_the_state_of_each_finding_that_it_names(string name, bool isArchived)
    {
        var call = await CallAsync(
            Delivered(Record(name, $$"""{"detectorId":"12abc34d567e8fa901bc2d34e56789f0","findingIds":["{{One}}","{{Two}}","{{One}}"]}"""))
        );
        Assert.Equal(
            [
                FindingState.OfCall(Key(One), new Archiving(At, isArchived), null),
                FindingState.OfCall(Key(Two), new Archiving(At, isArchived), null),
            ],
            Extraction.From(call).Select(evidence => evidence.State)
        );
        Assert.All(Extraction.From(call), evidence => Assert.Equal((0, 0), (evidence.Sightings.Length, evidence.OwnAddresses.Length)));
    }

    [Theory]
    [InlineData("NOT_USEFUL", true)]
    [InlineData("USEFUL", false)]
    public async Task That_gives_feedback_says_nothing_of_the_archive(string feedback, bool isNotUseful)
    {
        var call = await CallAsync(
            Delivered(
                Record(
                    "UpdateFindingsFeedback",
                    $$"""{"comments":"ours","feedback":"{{feedback}}","detectorId":"d","findingIds":["{{One}}"]}"""
                )
            )
        );
        Assert.Equal(FindingState.OfCall(Key(One), null, new Feedback(At, isNotUseful)), Assert.Single(Extraction.From(call)).State);
    }

    [Theory]
    [InlineData("""{"findingIds":["d6b94fb03a66ff665f7db8764e000001"]}""")]
    [InlineData("null")]
    public async Task That_AWS_refused_changed_nothing(string parameters)
    {
        var refused = Record("ArchiveFindings", parameters)
            .Replace("\"readOnly\"", "\"errorCode\":\"AccessDenied\",\"errorMessage\":\"no\",\"readOnly\"", StringComparison.Ordinal);
        Assert.Empty(Extraction.From(await CallAsync(Delivered(refused))));
    }

    [Fact]
    public async Task Is_read_from_a_queue_a_topic_and_a_file_of_CloudTrail()
    {
        var record = Record("ArchiveFindings", $$"""{"findingIds":["{{One}}"]}""");
        var text = System.Text.Json.Nodes.JsonValue.Create(Delivered(record)).ToJsonString();
        string[] all =
        [
            record,
            $$"""{"Records":[{{record}}]}""",
            $$"""{"Records":[{"body":{{text}}}]}""",
            $$"""{"Type":"Notification","Message":{{text}}}""",
        ];
        foreach (var input in all)
        {
            Assert.Equal(Key(One), Assert.Single(Extraction.From(await CallAsync(input))).State.Key);
        }
    }

    [Theory]
    [InlineData("ArchiveFindings", """{"findingIds":[]}""", "it names no finding")]
    [InlineData("ArchiveFindings", "null", "it names no finding")]
    [InlineData("ArchiveFindings", """{"findingIds":{}}""", "it names no finding")]
    [InlineData("UpdateFindingsFeedback", """{"findingIds":["x"],"feedback":"\u001b[2J"}""", @"its feedback is '\u001b[2J'")]
    [InlineData("UpdateFindingsFeedback", """{"findingIds":["x"]}""", "its feedback is 'absent'")]
    public async Task That_cannot_be_used_says_why(string name, string parameters, string why) =>
        Assert.EndsWith(
            $"is a call of {name} that cannot be used: {why}",
            Assert.Single(await OutlineAsync(Delivered(Record(name, parameters)))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("recipientAccountId", "")]
    [InlineData("awsRegion", "")]
    [InlineData("eventTime", "")]
    [InlineData("eventTime", "yesterday")]
    public async Task Without_account_region_or_time_cannot_be_used(string member, string value)
    {
        var record = System.Text.Json.Nodes.JsonNode.Parse(Record("ArchiveFindings", """{"findingIds":["x"]}"""))!;
        record[member] = value;
        record["userIdentity"] = null;
        Assert.EndsWith($"it has no {member}", Assert.Single(await OutlineAsync(record.ToJsonString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetFindings")]
    [InlineData("CreateFilter")]
    public async Task Of_another_kind_is_rejected_by_its_name(string name) =>
        Assert.Equal(
            $"line 1, detail: is not a finding: it looks like a CloudTrail event ('{name}')",
            Assert.Single(await OutlineAsync(Delivered(Record(name, """{"findingIds":["x"]}"""))))
        );

    [Fact]
    public async Task Of_another_service_with_the_same_name_is_none()
    {
        var macie = Record("ArchiveFindings", """{"findingIds":["x"]}""")
            .Replace("guardduty.amazonaws.com", "macie2.amazonaws.com", StringComparison.Ordinal);
        Assert.Contains(
            "it looks like a CloudTrail event ('ArchiveFindings')",
            Assert.Single(await OutlineAsync(Delivered(macie))),
            StringComparison.Ordinal
        );
    }

    private static FindingKey Key(string id) => new("999999999999", Region, id);

    private static async Task<FindingCall> CallAsync(string input)
    {
        var record = Assert.Single(await ReadAsync(input));
        Assert.Empty(record.Faults);
        Assert.Null(record.Finding);
        return Assert.IsType<FindingCall>(record.Call);
    }

    private static string Delivered(string record) =>
        $$"""
            {"version":"0","id":"e2","detail-type":"AWS API Call via CloudTrail","source":"aws.guardduty","account":"999999999999",
            "time":"2026-01-01T13:00:05Z","region":"{{Region}}","detail":{{record}},"resources":[]}
            """;

    private static string Record(string name, string parameters) =>
        $$"""
            {"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:ana",
            "arn":"arn:aws:sts::999999999999:assumed-role/soc/ana","accountId":"999999999999","accessKeyId":"ASIAEXAMPLE",
            "sessionContext":{"sessionIssuer":{"type":"Role","accountId":"999999999999","userName":"soc"},
            "attributes":{"creationDate":"2026-01-01T12:30:00Z","mfaAuthenticated":"true"} } },
            "eventTime":"2026-01-01T13:00:00Z","eventSource":"guardduty.amazonaws.com","eventName":"{{name}}","awsRegion":"{{Region}}",
            "sourceIPAddress":"198.51.100.9","userAgent":"AWS Internal",
            "requestParameters":{{parameters}},"responseElements":null,"requestID":"a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
            "eventID":"a1b2c3d4-5678-90ab-cdef-EXAMPLEbbbbb","readOnly":false,
            "eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"999999999999","eventCategory":"Management",
            "sessionCredentialFromConsole":"true"}
            """.ReplaceLineEndings("");
}
