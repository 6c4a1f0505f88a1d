using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>What log transports, exports and other tools make of a finding: it is the same finding.</summary>
public sealed class A_shape_of_the_field
{
    private const string Attacker = "45.83.64.7";
    private const string Blocked = $"{Attacker} block-inbound brute-force";

    private static readonly string Plain = Finding(remote: Attacker);

    /// <summary>Each takes one document in JSON, and gives a document.</summary>
    private static readonly Dictionary<string, Func<string, string>> Transports = new()
    {
        ["CloudWatch Logs, subscription"] = one => $$"""{"awslogs":{"data":"{{Base64(Gzip(LogEvents(one)))}}"} }""",
        ["CloudWatch Logs, decoded"] = LogEvents,
        ["CloudWatch Logs, filter-log-events"] = one =>
            $$"""
                {"events":[{"logStreamName":"s","timestamp":1767225600000,"message":{{Text(one)}},"eventId":"1"}],"searchedLogStreams":[]}
                """,
        ["Kinesis"] = one =>
            $$"""
                {"Records":[{"eventSource":"aws:kinesis","eventName":"aws:kinesis:record",
                "kinesis":{"partitionKey":"p","sequenceNumber":"1",
                "data":"{{Base64(Bytes(one))}}"} }]}
                """,
        ["Kinesis, packed"] = one => $$"""{"Records":[{"kinesis":{"data":"{{Base64(Gzip(LogEvents(one)))}}"} }]}""",
        ["Firehose"] = one =>
            $$"""
                {"invocationId":"i","deliveryStreamArn":"a","records":[{"recordId":"r","approximateArrivalTimestamp":1767225600000,
                "data":"{{Base64(Bytes(one + "\n"))}}"}]}
                """,
        ["Firehose, packed"] = one => $$"""{"records":[{"recordId":"r","data":"{{Base64(Gzip(one))}}"}]}""",
        ["Filebeat"] = one =>
            $$"""
                {"@timestamp":"2026-01-01T00:00:00Z","message":{{Text(one)}},"event":{"id":"x","kind":"alert","dataset":"aws.guardduty"},
                "fields":{"k":"v"} }
                """,
        ["Logstash"] = one => $$"""{"message":{{one}},"@version":"1"}""",
        ["Splunk, HEC"] = one => $$"""{"time":1767225600,"sourcetype":"aws:cloudwatch:guardduty","source":"http:x","event":{{one}} }""",
        ["Splunk, HEC with a text"] = one => $$"""{"time":1767225600,"event":{{Text(one)}} }""",
        ["Splunk, export"] = one => $$"""{"preview":false,"offset":0,"result":{"_raw":{{Text(one)}},"_time":"x"} }""",
        ["CloudEvents"] = one =>
            $$"""
                {"specversion":"1.0","id":"1","source":"aws.guardduty","type":"GuardDuty Finding","time":"2026-01-01T00:00:00Z",
                "data":{{one}} }
                """,
        ["CloudEvents, base64"] = one =>
            $$"""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"{{Base64(Bytes(one))}}"}""",
        ["Elastic"] = one =>
            $$"""
                {"_index":"logs-aws","_id":"1","_source":{"event":{"original":{{Text(one)}},"kind":"alert"},
                "aws":{"guardduty":{"schema_version":"2.0"} },"message":"text"} }
                """,
        ["Elastic, search"] = one =>
            $$"""{"took":1,"hits":{"total":{"value":1},"hits":[{"_source":{"event":{"original":{{Text(one)}} } } }]} }""",
        ["Wazuh"] = one =>
            $$"""
                {"timestamp":"2026-01-01T00:00:00.000+0000","rule":{"level":3,"id":"80301"},"agent":{"id":"000"},"id":"1690.1",
                "decoder":{"name":"json"},"data":{"integration":"aws","aws":{{one}} },"location":"Wazuh-AWS"}
                """,
        ["Lambda, destination"] = one =>
            $$"""
                {"version":"1.0","timestamp":"2026-01-01T00:00:00Z","requestContext":{"condition":"RetriesExhausted"},
                "requestPayload":{{one}},"responsePayload":{"errorMessage":"x"} }
                """,
        ["Lambda, function URL"] = one =>
            $$"""
                {"version":"2.0","routeKey":"$default","headers":{"a":"b"},"requestContext":{"accountId":"1"},"body":"{{Base64(
                    Bytes(one)
                )}}",
                "isBase64Encoded":true}
                """,
        ["Lambda, function URL, plain"] = one =>
            $$"""{"version":"2.0","routeKey":"$default","body":{{Text(one)}},"isBase64Encoded":false}""",
        ["a detail that is a list"] = one => $$"""{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":[{{one}}]}""",
        ["a page whose findings is an object"] = one => $$"""{"findings":{{one}},"nextToken":""}""",
        ["records that are one"] = one => $$"""{"Records":{"body":{{Text(one)}} } }""",
    };

    public static TheoryData<string> EveryTransport => [.. Transports.Keys];

    [Theory]
    [MemberData(nameof(EveryTransport))]
    public async Task That_a_transport_gives_it_is_read(string transport)
    {
        foreach (var document in new[] { Plain, Event(Plain) })
        {
            var carried = Transports[transport](document);
            Assert.Equal(Blocked, Told.Of(await ReadAsync(carried)));
            Assert.Equal(Blocked, Told.Of(FindingReader.ReadDocument(Bytes(carried), "queue")));
        }
    }

    [Fact]
    public async Task In_any_other_gives_the_same_finding() =>
        await Gen.OneOf<string>([.. Transports.Keys])
            .Array[1, 4]
            .SampleAsync(
                async transports =>
                {
                    var carried = transports.Aggregate(Plain, (inner, transport) => Transports[transport](inner));
                    var record = Assert.Single(await ReadAsync(carried));
                    A_finding.AssertSame(Parsed(Plain), record.Finding!);
                },
                iter: 500
            );

    [Fact]
    public async Task That_holds_several_in_one_packed_record_gives_each()
    {
        var packed = Base64(Gzip($"{Finding("one")}\n{Finding("two")}{Finding("three")[..^9]}"));
        var records = await ReadAsync($$"""{"records":[{"recordId":"r","data":"{{packed}}"}]}""");
        Assert.Equal(["one", "two"], records[..2].Select(Outline));
        Assert.Contains("records[0].data[2]", Assert.Single(records[2..]).Position.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut", "cannot be unpacked")]
    [InlineData("followed", "cannot be unpacked: byte")]
    [InlineData("bomb", "unpacks to more than 32 MiB")]
    [InlineData("bombs in each other", "unpacks to more than 32 MiB")]
    [InlineData("many bombs", "unpacks to more than 32 MiB")]
    public async Task That_is_packed_and_broken_or_boundless_is_rejected(string how, string why)
    {
        var zeros = Gzip(new string(' ', 40 << 20));
        byte[] Carried(byte[] packed) => Bytes($$"""{"awslogs":{"data":"{{Base64(packed)}}"} }""");
        var packed = how switch
        {
            "cut" => Gzip(LogEvents(Plain))[..^10],
            "followed" => [.. Gzip(LogEvents(Plain)), 1, 2, 3],
            "bomb" => zeros,
            "bombs in each other" => Gzip(Carried(Gzip(Carried(zeros)))),
            _ => Gzip(
                string.Join(
                    '\n',
                    Enumerable.Range(0, 40).Select(_ => Encoding.UTF8.GetString(Carried(Gzip($"[1]{new string(' ', 1 << 20)}"))))
                )
            ),
        };
        Assert.Contains(
            await ReadAsync(new MemoryStream(Carried(packed))),
            record => record.Faults.Any(fault => fault.Contains(why, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("""{"message":"hello"}""", "is not a finding: it looks like an object with 'message'")]
    [InlineData("""{"event":{"kind":"alert"},"message":"{}"}""", "is not a finding: it looks like an object with 'event', 'message'")]
    [InlineData("""{"awslogs":{"data":"!"}}""", "is not a finding: it looks like an object with 'data'")]
    [InlineData(
        """
            {"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logEvents":{"id":"",
            "message":"CWL CONTROL MESSAGE: Checking health"}}
            """,
        "is not a finding: it looks like a control message of CloudWatch Logs, which asks only whether somebody listens"
    )]
    [InlineData("""{"message":"{\"id\":\"a\",\"severity\":1}"}""", "is not a finding: it has no type")]
    [InlineData("""{"SchemaVersion":"2.0","Type":"Recon:EC2/Portscan","Severity":1,"Service":{}}""", "is not a finding: it has no id")]
    [InlineData("""{"schemaVersion":"2.0","type":"Recon:EC2/Portscan","severity":1,"service":{}}""", "is not a finding: it has no id")]
    public async Task That_holds_none_says_what_it_looked_like(string input, string why) =>
        Assert.Equal($"rejected: {why}", Told.Of(await ReadAsync(input)));

    [Theory]
    [InlineData("UEsDBBQAAAAIAA==", "a ZIP archive")]
    [InlineData("UEFSMRUAFQ==", "a Parquet file")]
    [InlineData("KLUv/SQAAQAA", "packed by zstd")]
    [InlineData("QlpoOTFBWSZTWQ==", "packed by bzip2")]
    [InlineData("/Td6WFoAAATm", "packed by xz")]
    [InlineData("JVBERi0xLjcK", "a PDF document")]
    [InlineData("H4sIAAAAAAAA", "packed by gzip twice")]
    public async Task Of_another_format_is_called_by_its_name(string base64, string name)
    {
        byte[] start = Convert.FromBase64String(base64);
        byte[] bytes = [.. start, .. Bytes("{\"a\":1}\n{"), 0, 1, 2];
        var inputs = name.StartsWith("packed by gzip", StringComparison.Ordinal) ? new[] { Gzip(bytes) } : [bytes, Gzip(bytes)];
        foreach (var input in inputs)
        {
            Assert.Contains(
                $"it looks like {name}",
                Assert.Single((await ReadAsync(new MemoryStream(input))).SelectMany(record => record.Faults)),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>")]
    [InlineData("\n<HTML>\n")]
    public async Task Of_a_web_page_is_called_one_and_what_follows_is_read(string page)
    {
        var records = await ReadAsync($"{page}\n{Finding("one")}\n");
        Assert.Contains("an HTML page", Assert.Single(records[0].Faults), StringComparison.Ordinal);
        Assert.Equal("one", Outline(records[^1]));
    }

    public static TheoryData<string> Encodings => ["utf-8 with mark", "utf-16 LE", "utf-16 BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task In_another_encoding_is_read(string name)
    {
        var two = Finding("two").Replace("\"title\":\"text\"", "\"title\":\"\u20AC \uD83D\uDE00\"", StringComparison.Ordinal);
        var text = $"{Finding("one")}\r\n{two}\r\n";
        var bytes = name switch
        {
            "utf-8 with mark" => [0xEF, 0xBB, 0xBF, .. Bytes(text)],
            "utf-16 LE" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            _ => (byte[])[0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
        };
        foreach (var input in new[] { bytes, Gzip(bytes) })
        {
            Assert.Equal(["one", "two"], (await ReadAsync(new Trickle(input, 7))).Select(Outline));
        }

        if (name is not "utf-8 with mark")
        {
            await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(new MemoryStream(bytes[..^1])));
        }
    }

    [Fact]
    public async Task In_UTF16_without_a_mark_is_called_that() =>
        Assert.Contains(
            "UTF-16 without a byte order mark",
            (await ReadAsync(new MemoryStream(Encoding.Unicode.GetBytes(Plain))))[0].Faults[0],
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Joined_from_files_that_each_begin_with_a_mark_is_read() =>
        Assert.Equal(["one", "two"], await OutlineAsync($"\uFEFF{Finding("one")}\n\uFEFF{Finding("two")}\n"));

    [Theory]
    [InlineData("2026-01-01 12:00:00.000")]
    [InlineData("2026-01-01 12:00:00")]
    [InlineData("2026-01-01 12:00:00.000000 UTC")]
    [InlineData("2026-01-01 14:00:00+02:00")]
    [InlineData("2026-01-01T12:00:00")]
    [InlineData("1767268800")]
    [InlineData("1767268800000")]
    [InlineData("1767268800000000")]
    public void Has_its_times_read_as_UTC(string time)
    {
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(noon, Parsed(Plain.Replace("2026-01-01T12:00:00.000Z", time, StringComparison.Ordinal)).UpdatedAt);
        if (long.TryParse(time, out _))
        {
            Assert.Equal(noon, Parsed(Plain.Replace("\"2026-01-01T12:00:00.000Z\"", time, StringComparison.Ordinal)).UpdatedAt);
        }
    }

    /// <summary>Wazuh, and what comes from XML, writes a list of one element as that element.</summary>
    [Fact]
    public void With_elements_in_place_of_lists_is_the_same_finding()
    {
        string[] places =
        [
            .. EveryPlace.All,
            InService(Probe("""{"ipAddressV4":"203.0.113.1"}""")),
            EveryPlace.Kubernetes.Replace("\"remoteIpDetails\"", "\"remote\"", StringComparison.Ordinal),
        ];
        Assert.All(
            places,
            place =>
            {
                var plain = Finding(service: place)
                    .Replace(
                        "UnauthorizedAccess:EC2/SSHBruteForce",
                        "AttackSequence:EC2/CompromisedInstanceGroup",
                        StringComparison.Ordinal
                    );
                var (expected, faults) = Parse(plain);
                var (found, others) = Parse(Unlisted(JsonNode.Parse(plain))!.ToJsonString());
                A_finding.AssertSame(expected!, found!);
                Assert.Equal(faults, others);
            }
        );
    }

    private static JsonNode? Unlisted(JsonNode? node) =>
        node switch
        {
            JsonArray { Count: 1 } list => Unlisted(list[0]),
            JsonArray list => new JsonArray([.. list.Select(Unlisted)]),
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Unlisted(member.Value)))),
            _ => node?.DeepClone(),
        };

    private static string LogEvents(string one) =>
        $$"""
            {"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","subscriptionFilters":["f"],"logEvents":[{"id":"3",
            "timestamp":1767225600000,"message":{{Text(one)}} }]}
            """;

    private static byte[] Gzip(string text) => Gzip(Bytes(text));

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static string Text(string json) => System.Text.Json.Nodes.JsonValue.Create(json).ToJsonString();
}
