using System.Text.Json.Nodes;
using CsCheck;

namespace Shield.Tests.Findings;

/// <summary>
/// Findings bent as nodes: members shuffled, spelled in another case, named twice, replaced by values of other shapes, and joined by
/// unknown ones.
/// </summary>
internal static class AnyFinding
{
    public const string Decoy = "198.18.0.1";

    private static readonly string[] Decoys =
    [
        $$"""{"ipAddressV4":"{{Decoy}}"}""",
        $$$"""[{"remoteIpDetails":{"ipAddressV4":"{{{Decoy}}}"}}]""",
        $"\"{Decoy}\"",
        "null",
        "1e9",
        "{}",
    ];

    private static readonly string[] Values =
    [
        "null",
        "\"\"",
        "0",
        "-1",
        "1e400",
        "true",
        "\"true\"",
        "[]",
        "{}",
        "[[]]",
        "{\"a\":{}}",
        "\"GeneratedFindingX\"",
        "\"10.0.0.0/8\"",
        "\"1.2.3.4\"",
        "\"::ffff:1.2.3.4\"",
        "\"2a00::1\"",
        "\"evil.example.net.\"",
        "\"EVIL.Example.NET\"",
        "\"b\\u00fccher.example.net\"",
        "\"2026-01-01T00:00:00Z\"",
        "\"2026-01-01T00:00:00.1234567+02:00\"",
        "\"2026-01-01\"",
        "\"{\\\"sample\\\":true}\"",
        "\"{\\\"value\\\":\\\"{}\\\"} x\"",
        "\"MALICIOUS_IP\"",
        "\"Domain\"",
        "\"outbound\"",
        "\"ACTOR\"",
        "\"NOT_USEFUL\"",
        "\"AttackSequence:EC2/Any\"",
        "22",
        "\"22\"",
        "65536",
        $"\"{new string('n', 300)}\"",
        $"\"{new string('1', 300)}\"",
        $"\"{new string('\u00e9', 140)}\"",
        "[\"1.2.3.4\",\"x\"]",
        "[\"1.2.3.4\"]",
        "[null,5,{\"ip\":\"1.2.3.4\"}]",
    ];

    /// <summary>The order of members, unknown members and the case of names say nothing.</summary>
    public static JsonNode? Respelled(JsonNode? node, Random random) => Bent(node, random, false);

    /// <summary>Nor must it matter for anything but the result that values are of other shapes.</summary>
    public static string Distorted(string finding, int seed)
    {
        var random = new Random(seed);
        var text = Bent(JsonNode.Parse(finding), random, true)?.ToJsonString() ?? "null";
        // A member named twice cannot be a node.
        return random.Next(4) is 0
            ? text.Replace(
                "\"service\":{",
                "\"service\":{\"archived\":true,\"Archived\":false,\"count\":3,",
                StringComparison.OrdinalIgnoreCase
            )
            : text;
    }

    public static Gen<string> Of(IReadOnlyList<string> findings) =>
        Gen.Select(Gen.Int[0, findings.Count - 1], Gen.Int[0, int.MaxValue], (which, seed) => Distorted(findings[which], seed));

    private static JsonNode? Bent(JsonNode? node, Random random, bool distorts)
    {
        if (distorts && random.Next(25) is 0)
        {
            return JsonNode.Parse(Values[random.Next(Values.Length)]);
        }

        switch (node)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(element => Bent(element, random, distorts))]);
            case JsonObject known:
                var members = known
                    .Select(member => (Key: Cased(member.Key, random), Value: Bent(member.Value, random, distorts)))
                    .ToList();
                for (var i = random.Next(3); i > 0; i--)
                {
                    members.Add(($"unknown{i}", JsonNode.Parse(Decoys[random.Next(Decoys.Length)])));
                }

                var shuffled = members.ToArray();
                random.Shuffle(shuffled);
                return new JsonObject(
                    shuffled.DistinctBy(member => member.Key).Select(member => KeyValuePair.Create(member.Key, member.Value))
                );
            default:
                return node?.DeepClone();
        }
    }

    private static string Cased(string name, Random random) =>
        random.Next(4) switch
        {
            0 => char.ToUpperInvariant(name[0]) + name[1..],
            1 => name.ToUpperInvariant(),
            2 => name.ToLowerInvariant(),
            _ => name,
        };
}
