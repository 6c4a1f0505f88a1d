using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Shield.Cli;
using Shield.Cli.Streams;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Demo;

/// <summary>The demo by its own word, its JSON, judged here once more without any of its code.</summary>
public sealed class A_demo(A_demo.Performance performance) : IClassFixture<A_demo.Performance>
{
    private JsonNode Document => performance.Document;

    [Fact]
    public void Ends_by_itself_and_well() => Assert.Equal(0, performance.ExitCode);

    [Fact]
    public void Says_what_its_schema_says() => DocumentSchemas.Check("demo", performance.Output);

    [Theory]
    [InlineData("ingest")]
    [InlineData("threats")]
    public void Shows_what_the_command_of_that_name_shows(string document)
    {
        var own = JsonNode.Parse(File.ReadAllText(SchemaFile(document)))!.AsObject();
        foreach (var head in (string[])["$schema", "title", "description"])
        {
            own.Remove(head);
        }

        Assert.True(JsonNode.DeepEquals(own, JsonNode.Parse(File.ReadAllText(SchemaFile("demo")))!["properties"]![document]));
    }

    [Fact]
    public void Has_every_role() =>
        Assert.Equal(
            ["attacker", "own", "partner", "sample", "victim", "visitor"],
            Document["parties"]!.AsArray().Select(party => (string)party!["role"]!).Distinct().Order()
        );

    [Fact]
    public void Blocks_every_attacker_who_reached_something()
    {
        foreach (var attacker in Addresses("attacker"))
        {
            Assert.NotEmpty(Open("before", attacker));
            Assert.Empty(Open("after", attacker));
            Assert.All(
                Ways("after", attacker),
                way => Assert.StartsWith("override_deny /orgs/1/sec_policy/active/rule_sets/", (string)way["by"]!, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Changes_nothing_for_anybody_else()
    {
        foreach (
            var party in (string[])
                [.. Addresses("visitor"), .. Addresses("victim"), .. Addresses("own"), .. Addresses("partner"), .. Addresses("sample")]
        )
        {
            Assert.NotEmpty(Open("before", party));
            Assert.Equal(Open("before", party), Open("after", party));
        }
    }

    [Fact]
    public void Asks_the_same_ways_before_and_after() => Assert.Equal(Questions("before"), Questions("after"));

    [Fact]
    public void Makes_one_policy_version_for_all_of_them()
    {
        var apply = Document["ingest"]!["apply"]!;
        Assert.Equal(("applied", 0), ((string)apply["outcome"]!, (int)apply["removed"]!));
        Assert.All(
            Document["threats"]!.AsArray().Where(threat => (string)threat!["verdict"]! is "block"),
            threat => Assert.Equal("active", (string)threat!["state"]!)
        );
    }

    [Fact]
    public void Takes_no_party_out_of_thin_air()
    {
        var findings = string.Join(
            '\n',
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.template.json").Select(File.ReadAllText)
        );
        foreach (
            var party in (string[])
                [.. Addresses("attacker"), .. Addresses("victim"), .. Addresses("partner"), .. Addresses("own"), .. Addresses("sample")]
        )
        {
            Assert.Contains($"\"{party}\"", findings, StringComparison.Ordinal);
        }

        Assert.All(Addresses("visitor"), visitor => Assert.DoesNotContain($"\"{visitor}\"", findings, StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_its_progress_on_standard_error()
    {
        Assert.Contains("[1/", performance.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("shield:", performance.Error, StringComparison.Ordinal);
    }

    private static string SchemaFile(string name) => Path.Combine(Repository.Root, "docs", "schemas", $"{name}.schema.json");

    private string[] Addresses(string role) =>
        [.. Document["parties"]!.AsArray().Where(party => (string)party!["role"]! == role).Select(party => (string)party!["address"]!)];

    private JsonNode[] Ways(string when, string from) =>
        [.. Document["reach"]![when]!.AsArray().Where(way => (string)way!["from"]! == from).Select(way => way!)];

    private string[] Open(string when, string from) =>
        [.. Ways(when, from).Where(way => (bool)way["allowed"]!).Select(way => $"{way["to"]}:{way["port"]}")];

    private string[] Questions(string when) =>
        [.. Document["reach"]![when]!.AsArray().Select(way => $"{way!["from"]} {way["to"]}:{way["port"]}")];

    /// <summary>One run of <c>shield demo -o json</c>, in this process and with surroundings that would mislead it.</summary>
    public sealed class Performance : IAsyncLifetime
    {
        public string Output { get; private set; } = "";

        public string Error { get; private set; } = "";

        public int ExitCode { get; private set; }

        public JsonNode Document => JsonNode.Parse(Output)!;

        public async ValueTask InitializeAsync()
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            var surroundings = new Surroundings
            {
                OpenInput = () => Stream.Null,
                Output = output,
                Error = error,
                Environment = new Hashtable { ["SHIELD_PCE__URL"] = "https://pce.invalid", ["SHIELD_POLICY__AUTONOMY"] = "observe" },
            };
            ExitCode = await ShieldCommandLine.RunAsync(["demo", "-o", "json"], surroundings, TestContext.Current.CancellationToken);
            (Output, Error) = (output.ToString(), error.ToString());
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
