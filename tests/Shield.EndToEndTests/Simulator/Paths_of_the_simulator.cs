using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>The table of paths in docs/simulator.md, walked.</summary>
public sealed class Paths_of_the_simulator
{
    private static SimulatorOptions Options =>
        PceHands.Options with
        {
            Seed = "mixed",
            ManagesUsers = true,
            Role = SuperclusterRole.Leader,
        };

    [Fact]
    public async Task Are_all_in_the_document_with_what_they_do()
    {
        await using var pce = SimulatedPce.WithoutSocket(Options, new Uri("http://pce.test"));
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        string[] known =
        [
            .. (await admin.Get("/sim/v1/paths"))
                .AsArray()
                .Select(each => $"{(string)each!["method"]!} {(string)each["path"]!} {(string)each["state"]!}"),
        ];
        Assert.Equal(
            known.Order(StringComparer.Ordinal),
            DocumentTables
                .Paths.Where(row => row.State is not "404")
                .Select(row => $"{row.Method} {row.Path} {row.State}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Do_what_the_document_says()
    {
        Assert.True(DocumentTables.Paths.Length > 200);
        foreach (var (method, path, state, source) in DocumentTables.Paths)
        {
            await using var pce = SimulatedPce.WithoutSocket(Options, new Uri("http://pce.test"));
            using var admin = new PceHands(pce.NewWire(), pce.Url);
            var made = await PceWithEverything.Make(admin);
            var body = method is "GET" or "DELETE" ? null : new JsonObject { ["no_such_property"] = 1 };
            var reply = await admin.Send(method, $"/api/v2{made.Fill(path)}", body);
            var isRight = state switch
            {
                "built" when method is "GET" && path.EndsWith("/policy_check", StringComparison.Ordinal) => reply.Token
                    is "input_validation_error",
                "built" when method is "GET" => reply.Status is 200 or 202,
                "built" => reply.Status is not 404 && reply.Token is not "not_simulated",
                "406" => reply is { Status: 406, Token: "not_simulated" },
                _ => reply.Status is 404,
            };
            Assert.True(isRight, $"{method} {path} is {state} in the document, and answers {reply.Status} {reply.Text}");
            Assert.Matches(@"^(\[\d+\.\d+\]\(pce\.md#|unknown: strict)", source);
        }
    }

    [Fact]
    public async Task Are_merged_where_slashes_are_doubled()
    {
        await using var pce = await SimulatedPce.StartAsync(Options, TestContext.Current.CancellationToken);
        using var socket = new PceHands(pce);
        using var wire = new PceHands(pce.NewWire(), pce.Url);
        foreach (var admin in new[] { socket, wire })
        {
            Assert.NotEmpty((await admin.Get("/api/v2//orgs/1//sec_policy/draft/ip_lists")).AsArray());
        }
    }
}
