using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>The order of members, the case of their names and members that we do not know say nothing.</summary>
public sealed class Any_spelling
{
    private static readonly string[] Texts =
    [
        Finding("one"),
        Event(Finding("two")),
        .. EveryPlace.All.Select(place => Finding(service: place)),
        Finding(
            "three",
            service: InService(
                Probe("""{"ipAddressV4":"203.0.113.1"}""", """{"ipAddressV4":"host"}"""),
                """,  "additionalInfo":{"value":"{\"sample\":true}"}"""
            )
        ),
    ];

    private static readonly string[] Pages = [Texts[0], Texts[1], Texts[^1]];

    [Fact]
    public void Of_a_finding_gives_the_same_finding() =>
        Gen.Select(Gen.Int[0, Texts.Length - 1], Gen.Int[0, int.MaxValue])
            .Sample(
                (which, seed) =>
                {
                    var plain = Parse(Texts[which]);
                    var bent = Parse(AnyFinding.Respelled(JsonNode.Parse(Texts[which])!, new Random(seed))!.ToJsonString());
                    A_finding.AssertSame(plain.Finding!, bent.Finding!);
                    Assert.Equal(plain.Faults, bent.Faults);
                },
                iter: 1000
            );

    [Fact]
    public async Task Of_a_page_gives_the_same_findings() =>
        await Gen.Int[0, int.MaxValue]
            .SampleAsync(async seed =>
            {
                var random = new Random(seed);
                var findings = new JsonArray([.. Pages.Select(text => AnyFinding.Respelled(JsonNode.Parse(text), random))]);
                var bent = new JsonObject { ["nextToken"] = "x", ["findings"] = findings }.ToJsonString(
                    new() { WriteIndented = seed % 2 is 0 }
                );
                Assert.Equal(
                    ["one", "two", "three"],
                    (await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(bent)))).Select(record => record.Finding!.Key.Id)
                );
            });
}
