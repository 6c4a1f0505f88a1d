using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Simulator;

/// <summary>Many workloads at once.</summary>
public sealed class Bulk_changes_of_the_simulator : SimulatorTest
{
    private static JsonArray Hosts(int count, string prefix = "host") =>
        new([.. Enumerable.Range(1, count).Select(number => new JsonObject { ["hostname"] = $"{prefix}-{number}.example" })]);

    private async Task<JsonArray> Bulk(string verb, JsonArray body) =>
        (await Admin.Send("PUT", $"/workloads/bulk_{verb}", body)).Expect(200).Json.AsArray();

    [Fact]
    public async Task Answer_200_and_say_what_became_of_each_workload()
    {
        var made = await Bulk("create", Hosts(2));
        Assert.All(made, each => Assert.Equal("created", (string?)each!["status"]));
        string[] hrefs = [.. made.Select(each => (string)each!["href"]!)];
        Assert.Equal("host-2.example", (string?)(await Admin.Get(hrefs[1]))["hostname"]);

        var changed = await Bulk(
            "update",
            new JsonArray(
                new JsonObject { ["href"] = hrefs[0], ["enforcement_mode"] = "selective" },
                new JsonObject { ["href"] = hrefs[1], ["enforcement_mode"] = "sometimes" },
                new JsonObject { ["href"] = hrefs[1], ["description"] = "second" }
            )
        );
        Assert.Equal(
            ("updated", null, "updated"),
            ((string?)changed[0]!["status"], (string?)changed[1]!["status"], (string?)changed[2]!["status"])
        );
        Assert.Equal("input_validation_error", (string?)changed[1]!["errors"]![0]!["token"]);
        Assert.Equal("selective", (string?)(await Admin.Get(hrefs[0]))["enforcement_mode"]);
        Assert.Equal("second", (string?)(await Admin.Get(hrefs[1]))["description"]);
    }

    [Fact]
    public async Task List_of_a_deletion_only_what_failed()
    {
        var made = await Bulk("create", Hosts(2));
        var hrefs = new JsonArray([.. made.Select(each => new JsonObject { ["href"] = (string)each!["href"]! })]);
        var missing = "/orgs/1/workloads/00000000-0000-0000-0000-000000000000";
        hrefs.Add((JsonNode)new JsonObject { ["href"] = missing });
        var failed = (await Bulk("delete", hrefs)).Single()!;
        Assert.Equal((missing, "not_found_error"), ((string?)failed["href"], (string?)failed["errors"]![0]!["token"]));
        Assert.Empty((await Admin.Get("/workloads")).AsArray());
        Assert.Equal(2, (await Admin.Get("/workloads?include_deleted=true")).AsArray().Count(each => (bool)each!["deleted"]!));
    }

    [Fact]
    public async Task Take_a_thousand_and_no_more()
    {
        Assert.Equal(1000, (await Bulk("create", Hosts(1000))).Count);
        (await Admin.Send("PUT", "/workloads/bulk_create", Hosts(1001, "more"))).Expect(406);
        (await Admin.Send("PUT", "/workloads/bulk_create", new JsonObject())).Expect(406);
        Assert.Equal("1000", (await Admin.Send("GET", "/workloads?max_results=0")).Headers["X-Total-Count"]);
    }
}
