using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>The order of members and members that we do not know say nothing.</summary>
public sealed class Any_spelling
{
    private static readonly string[] Texts =
    [
        Finding("one"),
        Event(Finding("two")),
        Finding("three", service: Service(Probe("""{"ipAddressV4":"203.0.113.1"}""", """{"ipAddressV4":"host"}"""), """,  "additionalInfo":{"value":"{\"sample\":true}"}""")),
    ];

    private static readonly string[] Decoys =
    [
        """{"ipAddressV4":"198.18.0.1"}""", """[{"remoteIpDetails":{"ipAddressV4":"198.18.0.1"}}]""", "\"198.18.0.1\"", "null", "1e9", "{}",
    ];

    [Fact]
    public void Of_a_finding_gives_the_same_finding() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, int.MaxValue]).Sample((which, seed) =>
        {
            var plain = Parse(Texts[which]);
            var bent = Parse(Bent(JsonNode.Parse(Texts[which])!, new Random(seed))!.ToJsonString());
            A_finding.AssertSame(plain.Finding!, bent.Finding!);
            Assert.Equal(plain.Faults, bent.Faults);
        }, iter: 1000);

    [Fact]
    public async Task Of_a_page_gives_the_same_findings() =>
        await Gen.Int[0, int.MaxValue].SampleAsync(async seed =>
        {
            var page = new JsonObject { ["findings"] = new JsonArray([.. Texts.Select(text => JsonNode.Parse(text))]), ["nextToken"] = "x" };
            var bent = Bent(page, new Random(seed))!.ToJsonString(new() { WriteIndented = seed % 2 is 0 });
            Assert.Equal(["one", "two", "three"], (await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(bent)))).Select(record => record.Finding!.Key.Id));
        });

    private static JsonNode? Bent(JsonNode? node, Random random)
    {
        switch (node)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(element => Bent(element, random))]);
            case JsonObject known:
                var members = known.Select(member => (member.Key, Value: Bent(member.Value, random))).ToList();
                for (var i = random.Next(3); i > 0; i--)
                {
                    members.Add(($"unknown{i}", JsonNode.Parse(Decoys[random.Next(Decoys.Length)])));
                }

                var shuffled = members.ToArray();
                random.Shuffle(shuffled);
                return new JsonObject(shuffled.Select(member => KeyValuePair.Create(member.Key, member.Value)));
            default:
                return node?.DeepClone();
        }
    }
}
