using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Operating.Reading;
using Shield.Operating.Words;
using Shield.Pce.Reaching;

namespace Shield.Tests.Cli.Words;

public sealed class Reason_texts
{
    public static TheoryData<string> Codes =>
        [.. ReasonCodes.Constants.Concat(ReasonCodes.Refusals).Concat(TypeTable.All.Select(row => row.Reason)).Distinct()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Have_a_sentence_for_every_code(string code) => Assert.True(ReasonText.Has(code), code);

    [Fact]
    public void Have_one_for_every_reason_why_a_host_does_not_enforce_a_block_and_the_schemas_name_each()
    {
        var reasons = Enum.GetValues<ReachReason>();
        Assert.Equal(reasons.Length, reasons.Select(ReachText.Of).Distinct().Count());
        foreach (var name in new[] { "explain", "status" })
        {
            var schema = JsonNode.Parse(File.ReadAllText(RepositoryFolder.Path("docs", "schemas", $"{name}.schema.json")))!["properties"]![
                "reach"
            ]!;
            var reach = schema["oneOf"]?[1] ?? schema;
            var words = reach["properties"]!["rows"]!["items"]!["properties"]!["others"]!["items"]!["properties"]!["reason"]!["enum"]!
                .AsArray()
                .Select(word => (string)word!);
            Assert.Equal(reasons.Select(reason => reason.ToWord()).Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));
        }
    }
}
