using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>A finding in GuardDuty's own spelling; only what a test is about has to be said.</summary>
internal static class FindingText
{
    /// <summary>One moment for the whole run, so that the same finding is the same text.</summary>
    private static readonly DateTimeOffset Recently = DateTimeOffset.UtcNow.AddMinutes(-5);

    public static string BruteForce(
        string party,
        double severity = 2,
        string? id = null,
        DateTimeOffset? seen = null,
        Action<JsonObject>? change = null
    )
    {
        var time = (seen ?? Recently).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var finding = new JsonObject
        {
            ["schemaVersion"] = "2.0",
            ["accountId"] = "111122223333",
            ["region"] = "eu-west-1",
            ["id"] = id ?? $"f{Math.Abs(party.GetHashCode(StringComparison.Ordinal)):x8}00000000000000000000000",
            ["type"] = "UnauthorizedAccess:EC2/SSHBruteForce",
            ["severity"] = severity,
            ["createdAt"] = time,
            ["updatedAt"] = time,
            ["resource"] = new JsonObject
            {
                ["resourceType"] = "Instance",
                ["instanceDetails"] = new JsonObject { ["instanceId"] = "i-0123456789abcdef0" },
            },
            ["service"] = new JsonObject
            {
                ["serviceName"] = "guardduty",
                ["resourceRole"] = "TARGET",
                ["archived"] = false,
                ["count"] = 7,
                ["eventFirstSeen"] = time,
                ["eventLastSeen"] = time,
                ["action"] = new JsonObject
                {
                    ["actionType"] = "NETWORK_CONNECTION",
                    ["networkConnectionAction"] = new JsonObject
                    {
                        ["connectionDirection"] = "INBOUND",
                        ["blocked"] = false,
                        ["protocol"] = "TCP",
                        ["remoteIpDetails"] = new JsonObject
                        {
                            [party.Contains(':', StringComparison.Ordinal) ? "ipAddressV6" : "ipAddressV4"] = party,
                        },
                        ["localPortDetails"] = new JsonObject { ["port"] = 22, ["portName"] = "SSH" },
                    },
                },
            },
        };
        change?.Invoke(finding);
        return finding.ToJsonString();
    }
}
