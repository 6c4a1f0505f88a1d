using System.Text.Json;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>The table of filters in docs/simulator.md, walked: each works or is refused, none is ignored.</summary>
public sealed class Filters_of_the_simulator
{
    /// <summary>For each filter at least one of these finds something else than no filter at all.</summary>
    private static readonly string[] Values =
    [
        "no-such-thing",
        "true",
        "false",
        "0",
        "1",
        "9",
        "2000-01-01T00:00:00Z",
        "2100-01-01T00:00:00Z",
        """[["/orgs/1/labels/1"]]""",
        """["idle"]""",
        "idle",
        "full",
        "static",
        "warning",
        "suspended",
        "endpoint",
        "flow_off",
        "kerberos",
    ];

    private static SimulatorOptions Options => PceHands.Options with { Seed = "mixed", ManagesUsers = true };

    [Fact]
    public async Task Work_or_are_refused_as_the_document_says()
    {
        Assert.True(DocumentTables.Filters.Length > 15);
        await using var pce = SimulatedPce.WithoutSocket(Options, new Uri("http://pce.test"));
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        var made = await PceWithEverything.Make(admin);
        foreach (var (template, built, refused) in DocumentTables.Filters)
        {
            var path = made.Fill(template);
            foreach (var name in built)
            {
                var makesADifference = false;
                foreach (var value in Values)
                {
                    var (all, some) = (await admin.Get(path), await admin.Send("GET", $"{path}?{Query(name, value)}"));
                    Assert.True(some.Status is not 406 || some.Token is not "not_simulated", $"{name} of {template} is not built");
                    makesADifference |= some.Status is 200 && some.Json.AsArray().Count != all.AsArray().Count;
                    makesADifference |= name is "usage" && some.Status is 200 && some.Text != all.ToJsonString();
                }

                Assert.True(makesADifference, $"{name} of {template} makes no difference");
            }

            foreach (var name in refused)
            {
                Assert.Equal("not_simulated", (await admin.Send("GET", $"{path}?{Query(name, "true")}")).Expect(406).Token);
            }

            // What nobody documented is tolerated.
            Assert.Equal((await admin.Get(path)).AsArray().Count, (await admin.Get($"{path}?includeDeleted=yes")).AsArray().Count);
        }
    }

    [Fact]
    public async Task Are_all_that_Illumios_document_names()
    {
        if (Shared.Folder(Path.Combine("pce-schemas", "25.2.20")) is not { } folder || !File.Exists(Path.Combine(folder, "openapi.json")))
        {
            Assert.Skip("Illumio's OpenAPI document is absent: no shared/pce-schemas/25.2.20/openapi.json beside the repository");
            return;
        }

        await using var stream = File.OpenRead(Path.Combine(folder, "openapi.json"));
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var (template, built, refused) in DocumentTables.Filters)
        {
            var path = document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .FirstOrDefault(path => Bare(path.Name) == Bare(template));
            if (path.Value.ValueKind is JsonValueKind.Object)
            {
                string[] named =
                [
                    .. path
                        .Value.GetProperty("get")
                        .GetProperty("parameters")
                        .EnumerateArray()
                        .Where(parameter => parameter.GetProperty("in").GetString() is "query")
                        .Select(parameter => parameter.GetProperty("name").GetString()!),
                ];
                Assert.Empty(named.Except([.. built, .. refused]));
            }
        }

        static string Bare(string path) => string.Join('/', path.Split('/').Select(segment => segment is ['{', ..] ? "*" : segment));
    }

    [Fact]
    public async Task Find_nothing_where_a_sweeper_asks_for_what_is_not_its_own()
    {
        await using var pce = SimulatedPce.WithoutSocket(Options, new Uri("http://pce.test"));
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        foreach (var path in new[] { "/workloads", "/labels", "/sec_policy/draft/services", "/sec_policy/draft/virtual_services" })
        {
            Assert.Empty((await admin.Get($"{path}?external_data_set=integration-tests")).AsArray());
        }
    }

    [Theory]
    [InlineData("True", 1)]
    [InlineData("true", 1)]
    [InlineData("False", 17)]
    public async Task Read_booleans_as_Python_writes_them_too(string value, int found)
    {
        await using var pce = SimulatedPce.WithoutSocket(Options, new Uri("http://pce.test"));
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        var all = (await admin.Get("/workloads")).AsArray();
        var unmanaged = (
            await admin.Get($"/workloads?managed={(value.StartsWith('T') || value.StartsWith('t') ? "False" : "True")}")
        ).AsArray();
        Assert.Equal(found, unmanaged.Count);
        Assert.Equal(all.Count - found, (await admin.Get($"/workloads?managed={value}")).AsArray().Count);
        (await admin.Send("GET", "/workloads?managed=yes")).Expect(406);
    }

    [Fact]
    public async Task Refuse_a_value_that_they_cannot_read()
    {
        await using var pce = SimulatedPce.WithoutSocket(Options, new Uri("http://pce.test"));
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        foreach (
            var question in new[]
            {
                "/workloads?last_heartbeat_on[gte]=yesterday",
                "/workloads?labels=web",
                "/workloads?enforcement_mode=sometimes",
                "/vens?status=tired",
                "/sec_policy/draft/services?port=ninety",
                "/sec_policy/draft/services?proto=tcp",
                "/workloads?max_results=many",
            }
        )
        {
            (await admin.Send("GET", question)).Expect(406);
        }
    }

    private static string Query(string name, string value) => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
}
