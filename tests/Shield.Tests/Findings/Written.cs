using System.Globalization;
using System.Text;
using Shield.Core.Findings;

namespace Shield.Tests.Findings;

/// <summary>Findings as AWS writes them, with only what a test cares about; and what the reader makes of bytes.</summary>
internal static class Written
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";

    public static readonly string Resource = """
        {"resourceType":"Instance","instanceDetails":{"instanceId":"i-0abc","networkInterfaces":[
        {"privateIpAddress":"10.0.1.5","privateIpAddresses":[{"privateIpAddress":"10.0.1.5"},{"privateIpAddress":"10.0.1.6"}],
        "publicIp":"93.184.216.34","ipv6Addresses":["2600:1f18::5"]}]}}
        """.ReplaceLineEndings("");

    public static string Finding(string id = "f1", string? remote = "203.0.113.7", string? service = null) =>
        $$"""
            {"schemaVersion":"2.0","accountId":"{{Account}}","region":"{{Region}}","id":"{{id}}",
            "type":"UnauthorizedAccess:EC2/SSHBruteForce",
            "resource":{{Resource}},
            "service":{{service ?? InService(Connection(remote))}},
            "severity":2,"createdAt":"2026-01-01T11:00:00.000Z","updatedAt":"2026-01-01T12:00:00.000Z","title":"text",
            "description":"1.2.3.4 in \"text\" {["}
            """.ReplaceLineEndings("");

    public static string InService(string action, string more = "") =>
        $$"""
            {"action":{{action}},"resourceRole":"TARGET","eventFirstSeen":"2026-01-01T10:00:00Z","eventLastSeen":"2026-01-01T11:30:00Z",
            "archived":false,"count":4{{more}}}
            """.ReplaceLineEndings("");

    public static string Connection(string? remote, string more = "") =>
        $$$"""
            {"actionType":"NETWORK_CONNECTION","networkConnectionAction":{"connectionDirection":"INBOUND",
            "localPortDetails":{"port":22,"portName":"SSH"},"localIpDetails":{"ipAddressV4":"10.0.1.9"},
            "remoteIpDetails":{"ipAddressV4":"{{{remote}}}","country":{"countryName":"Netherlands"},
            "organization":{"asn":"64496","asnOrg":"Hosting","isp":"Isp","org":"Org"}}{{{more}}}}}
            """.ReplaceLineEndings("");

    public static string Probe(params string[] remotes) =>
        $$$"""
        {"actionType":"PORT_PROBE","portProbeAction":{"blocked":false,"portProbeDetails":[{{{string.Join(',', remotes.Select(remote =>
            $$"""{"localPortDetails":{"port":80},"localIpDetails":{"ipAddressV4":"10.0.1.9"},"remoteIpDetails":{{remote}}}"""))}}}]}}
        """;

    public static string Event(string finding) =>
        $$"""
            {"version":"0","id":"e1","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"999999999999",
            "time":"2026-01-01T12:00:01Z","region":"{{Region}}","resources":[],"detail":{{finding}}}
            """.ReplaceLineEndings("");

    public static ParsedRecord Parse(string record) => FindingParser.Parse(Encoding.UTF8.GetBytes(record));

    public static Finding Parsed(string record)
    {
        var (finding, faults) = Parse(record);
        Assert.Empty(faults);
        return Assert.IsType<Finding>(finding);
    }

    public static Task<List<FindingRecord>> ReadAsync(string input, long maxRecordBytes = FindingReader.DefaultMaxRecordBytes) =>
        ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)), maxRecordBytes);

    public static async Task<List<FindingRecord>> ReadAsync(Stream input, long maxRecordBytes = FindingReader.DefaultMaxRecordBytes)
    {
        List<FindingRecord> records = [];
        await foreach (var record in FindingReader.ReadAsync(input, "test", maxRecordBytes, TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>One line a record: the finding's id, or where it was rejected and why.</summary>
    public static async Task<string[]> OutlineAsync(string input, long maxRecordBytes = FindingReader.DefaultMaxRecordBytes) =>
        [.. (await ReadAsync(input, maxRecordBytes)).Select(Outline)];

    public static string Outline(FindingRecord record) =>
        record.Finding is { } finding
            ? string.Join("; ", [finding.Key.Id, .. record.Faults])
            : string.Create(CultureInfo.InvariantCulture, $"{record.Position}: {string.Join("; ", record.Faults)}");
}
