using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>Whatever AWS's services and their users put around a finding, it is the same finding.</summary>
public sealed class An_envelope
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Each takes documents, and gives one that holds them all.</summary>
    private static readonly Func<string[], string>[] Wrappings =
    [
        all => $"[{string.Join(',', all)}]",
        all => $$"""{"findings":[{{string.Join(" , ", all)}}],"nextToken":"x[{"}""",
        all => $$"""{"Findings":[{{string.Join(',', all)}}]}""",
        all =>
            Records(
                all.Select(one =>
                    $$"""{"messageId":"1","receiptHandle":"h","body":{{Text(one)}},"attributes":{},"eventSource":"aws:sqs"}"""
                )
            ),
        all => Records(all.Select(one => $$"""{"EventSource":"aws:sns","Sns":{{Notification(one)}},"EventVersion":"1.0"}""")),
        all =>
            $$"""{"Messages":[{{string.Join(',', all.Select(one => $$"""{"MessageId":"1","Body":{{Text(one)}},"MD5OfBody":"x"}"""))}}]}""",
        all => all is [var one] ? Notification(one) : $"[{string.Join(',', all.Select(Notification))}]",
        all => all is [var one] ? Text(one) : $"[{string.Join(',', all.Select(Text))}]",
        all =>
            $$"""
                {"detail-type":"Security Hub Findings - Imported","detail":{"findings":[{{string.Join(',', all)}}]},
                "source":"aws.securityhub"}
                """,
        all => $"[{string.Join(',', all.Select(EventWithText))}]",
    ];

    private static readonly string[] Ids = ["one", "two", "three"];

    private static string EventWithText(string one) =>
        $$"""{"detail":{{Text(one)}},"detail-type":"GuardDuty Finding","source":"aws.guardduty"}""";

    [Fact]
    public async Task Of_any_sort_in_any_other_gives_the_same_sightings() =>
        await Gen.Select(Gen.Int[0, Wrappings.Length - 1].Array[0, 5], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[1, 300])
            .SampleAsync(
                async (wrappings, count, layout, piece) =>
                {
                    string[] findings = [.. Ids[..count].Select((id, i) => i is 1 ? Event(Finding(id)) : Finding(id))];
                    var wrapped = wrappings.Aggregate(findings, (all, which) => [Wrappings[which](all)]);
                    var bytes = Encoding.UTF8.GetBytes(
                        layout switch
                        {
                            0 => string.Join('\n', wrapped) + "\n",
                            1 => $"[{string.Join(",\n", wrapped)}]",
                            2 => string.Join("\r\n\r\n", wrapped.Select(Indented)),
                            _ => string.Join(' ', wrapped),
                        }
                    );
                    var records = await ReadAsync(new Trickle(bytes, piece));
                    Assert.Equal(
                        Ids[..count].Select(id => Sightings(Parsed(Finding(id)))),
                        records.Select(record => Sightings(record.Finding!))
                    );
                    Assert.Equal(Ids[..count], records.Select(Outline));
                },
                iter: 2000
            );

    [Fact]
    public async Task Is_opened_32_times_and_no_further()
    {
        static string Wrapped(int times) =>
            Enumerable.Range(0, times).Aggregate(Finding("one"), (inner, _) => $$"""{"Message":{{inner}}}""");
        Assert.Equal(["one"], await OutlineAsync(Wrapped(32)));
        Assert.EndsWith("is wrapped more than 32 times", Assert.Single(await OutlineAsync(Wrapped(33))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_where_each_of_its_findings_stands()
    {
        string[] lines =
        [
            Finding("one"),
            Notification("{}"),
            Records(["""{"body":"{}"}""", "{}", $$"""{"body":{{Text(Notification(Event("{}")))}}}"""]),
            $"[{Text("[{},{}]")}]",
            Notification("""{"detail-type":"Security Hub Findings - Imported","detail":{"findings":[{"ProductArn":"p"}]}}"""),
        ];
        var input = string.Join('\n', lines);
        var records = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)));
        Assert.Equal(
            [
                "line 1",
                "line 2, Message",
                "Records[0].body (line 3, byte N)",
                "Records[1] (line 3, byte N)",
                "Records[2].body.Message (line 3, byte N)",
                "record 1[0] (line 4, byte N)",
                "record 1[1] (line 4, byte N)",
                "line 5, Message.detail.findings[0]",
            ],
            records.Select(record =>
                record.Position.ToString().Replace($"byte {record.Position.Offset}", "byte N", StringComparison.Ordinal)
            )
        );
        string[] starts = [lines[0], lines[1], """{"body":"{}"}""", "{},", """{"body":"{\""", "\"[", "\"[", lines[4]];
        Assert.All(
            records.Zip(starts),
            pair => Assert.StartsWith(pair.Second, input[(int)pair.First.Position.Offset..], StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        """{"Records":[{"s3":{"bucket":{"name":"b"}},"eventName":"ObjectCreated:Put","eventSource":"aws:s3"}]}""",
        "it looks like an S3 event notification, which names a file and does not hold it: feed that file"
    )]
    [InlineData(
        """{"Records":[{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"GetObject"}]}""",
        "it looks like a CloudTrail event ('GetObject')"
    )]
    [InlineData(
        """{"Type":"SubscriptionConfirmation","MessageId":"m","Token":"t","Message":"You have chosen to subscribe"}""",
        "it looks like a message of type 'SubscriptionConfirmation'"
    )]
    [InlineData("""{"Records":[{"body":"hello"}]}""", "a text that holds no JSON object")]
    [InlineData("""{"Records":[{"body":"[1]"}]}""", "no JSON object")]
    [InlineData("""{"a":1,"b\u001b[2J":2,"c":3,"d":4,"e":5,"f":6}""", @"it looks like an object with 'a', 'b\u001b[2J', 'c', 'd', 'e'")]
    [InlineData("\"text\"", "a text that holds no JSON object")]
    public async Task That_is_none_is_rejected_by_what_it_looks_like(string input, string likeness) =>
        Assert.EndsWith($": is not a finding: {likeness}", Assert.Single(await OutlineAsync(input)), StringComparison.Ordinal);

    [Fact]
    public async Task With_a_broken_body_loses_nothing_of_its_neighbours()
    {
        var outline = await OutlineAsync(
            Records([
                $$"""{"body":{{Text(Finding("one"))}}}""",
                $$"""{"body":{{Text(Finding("two")[..^20])}}}""",
                $$"""{"body":"\ud800"}""",
                $$"""{"body":{{Text(Finding("three"))}}}""",
            ])
        );
        Assert.Equal(["one", "three"], [outline[0], outline[^1]]);
        Assert.All(outline[1..^1], line => Assert.Contains("is not JSON", line, StringComparison.Ordinal));
        Assert.Equal(4, outline.Length);
    }

    [Theory]
    [InlineData("""{"findings":[]}""")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Records":[{"body":"[]"},{"body":"{\"findings\":[]}"}]}""")]
    public async Task That_is_empty_is_no_fault(string input) => Assert.Empty(await OutlineAsync(input));

    [Fact]
    public async Task Around_a_list_is_opened_whatever_stands_before_it()
    {
        var pad = new string('x', 3 << 20);
        var many = string.Join(',', Enumerable.Repeat(Finding("one"), 3000));
        Assert.Equal(
            3000,
            (await OutlineAsync($$"""{"ResponseMetadata":{"a":[1,{"b":2}]},"Findings":[{{many}}],"more":"{{pad}}"}""")).Count(line =>
                line is "one"
            )
        );
        Assert.Equal(3000, (await OutlineAsync($$"""{"Records":[{{many}}]}""")).Count(line => line is "one"));
    }

    private static string Records(IEnumerable<string> records) => $$"""{"Records":[{{string.Join(',', records)}}]}""";

    private static string Notification(string message) =>
        $$"""{"Type":"Notification","MessageId":"m","TopicArn":"t","Subject":null,"Message":{{Text(message)}},"Signature":"s"}""";

    private static string Text(string json) => System.Text.Json.Nodes.JsonValue.Create(json).ToJsonString();

    private static string Indented(string json) => JsonNode.Parse(json)!.ToJsonString(new() { WriteIndented = true });

    private static string Sightings(Finding finding)
    {
        var sighting = Assert.Single(Extraction.From(finding, "x", Now).Sightings);
        return string.Join(
            ' ',
            [
                sighting.Key,
                sighting.FirstSeen,
                sighting.LastSeen,
                sighting.Supported,
                sighting.Severity,
                sighting.Count,
                sighting.Latest,
                .. sighting.Circumstances,
            ]
        );
    }
}
