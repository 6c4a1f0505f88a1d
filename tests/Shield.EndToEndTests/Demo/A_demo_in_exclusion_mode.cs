using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Shield.Cli;
using Shield.Cli.Streams;

namespace Shield.EndToEndTests.Demo;

public sealed class A_demo_in_exclusion_mode
{
    [Fact]
    public async Task Shows_the_same_table_as_in_deny_mode()
    {
        var (deny, exclusion) = (await PlayAsync("deny"), await PlayAsync("exclusion"));

        Assert.Equal(Table(deny, "before"), Table(exclusion, "before"));
        Assert.Equal(Table(deny, "after"), Table(exclusion, "after"));
        Assert.Equal(Threats(deny), Threats(exclusion));
        Assert.NotEqual(Table(exclusion, "before"), Table(exclusion, "after"));
    }

    private static async Task<JsonNode> PlayAsync(string mode)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var surroundings = new Surroundings
        {
            OpenInput = () => Stream.Null,
            Output = output,
            Error = error,
            Environment = new Hashtable(),
        };
        var exitCode = await ShieldCommandLine.RunAsync(
            ["demo", "--mode", mode, "-o", "json"],
            surroundings,
            TestContext.Current.CancellationToken
        );
        Assert.True(exitCode is 0, error.ToString());
        return JsonNode.Parse(output.ToString())!;
    }

    private static string[] Table(JsonNode demo, string when) =>
        [.. demo["reach"]![when]!.AsArray().Select(way => $"{way!["from"]} {way["to"]}:{way["port"]} {way["allowed"]}")];

    private static string[] Threats(JsonNode demo) =>
        [
            .. demo["threats"]!
                .AsArray()
                .Select(threat => $"{threat!["indicator"]} {threat["verdict"]} {threat["state"]} {threat["reason"]}"),
        ];
}
