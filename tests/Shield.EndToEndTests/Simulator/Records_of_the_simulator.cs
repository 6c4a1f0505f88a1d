using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Simulator;

/// <summary>What is neither drafted nor provisioned, and only kept.</summary>
public sealed class Records_of_the_simulator : SimulatorTest
{
    [Fact]
    public async Task Give_a_new_container_cluster_a_profile_and_tell_its_token_once()
    {
        var made = await Admin.Post("/container_clusters", new JsonObject { ["name"] = "Kubernetes" });
        var href = (string)made["href"]!;
        Assert.NotNull(made["container_cluster_token"]);
        made.AsObject().Remove("container_cluster_token");
        Assert.True(JsonNode.DeepEquals(made, await Admin.Get(href)));

        var profiles = $"{href}/container_workload_profiles";
        Assert.Equal("Default Profile", (string?)(await Admin.Get(profiles)).AsArray().Single()!["name"]);
        var profile = (string)(await Admin.Post(profiles, new JsonObject { ["name"] = "Shop", ["managed"] = true }))["href"]!;
        await Admin.Put(profile, new JsonObject { ["enforcement_mode"] = "full" });
        Assert.Equal("Shop", (string?)(await Admin.Get($"{profiles}?enforcement_mode=full")).AsArray().Single()!["name"]);
        (await Admin.Send("GET", "/container_clusters/none/container_workload_profiles")).Expect(404);
        await Admin.Put(href, new JsonObject { ["description"] = "d" });
        Assert.Equal("d", (string?)(await Admin.Get("/container_clusters?name=kube"))[0]!["description"]);
        await Admin.Delete(href);
        (await Admin.Send("GET", href)).Expect(404);
    }

    [Fact]
    public async Task Keep_pairing_profiles_and_make_keys_of_them()
    {
        var label = (string)(await Admin.Post("/labels", new JsonObject { ["key"] = "env", ["value"] = "prod" }))["href"]!;
        var body = new JsonObject
        {
            ["name"] = "Servers",
            ["enabled"] = true,
            ["allowed_uses_per_key"] = 1,
            ["key_lifespan"] = "unlimited",
            ["labels"] = new JsonArray(new JsonObject { ["href"] = label }),
        };
        var href = (string)(await Admin.Post("/pairing_profiles", body))["href"]!;
        await Admin.Put(href, new JsonObject { ["enforcement_mode"] = "selective" });
        var profile = await Admin.Get(href);
        Assert.Equal(("selective", 1), ((string?)profile["enforcement_mode"], (int)profile["allowed_uses_per_key"]!));
        Assert.NotNull((await Admin.Post($"{href}/pairing_key", new JsonObject()))["activation_code"]);
        await Admin.Delete($"{href}/pairing_keys");
        (await Admin.Send("POST", "/pairing_profiles", new JsonObject { ["name"] = "x" })).Expect(406);
        (await Admin.Send("PUT", href, new JsonObject { ["colour"] = "red" })).Expect(406);
        (await Admin.Send("PUT", href, new JsonObject { ["enabled"] = "yes" })).Expect(406);
        await Admin.Delete(href);
        Assert.Empty((await Admin.Get("/pairing_profiles")).AsArray());
    }

    [Fact]
    public async Task Find_security_principals_by_their_SID()
    {
        Assert.Equal("0", (await Admin.Send("GET", "/security_principals?max_results=1")).Expect(200).Headers["X-Total-Count"]);
        await Admin.Post("/security_principals", new JsonObject { ["sid"] = "S-1-5-32-544", ["name"] = "Administrators" });
        Assert.Equal("Administrators", (string?)(await Admin.Get("/security_principals/S-1-5-32-544"))["name"]);
        Assert.Single((await Admin.Get("/security_principals?sid=S-1-5-32-544")).AsArray());
        Assert.Empty((await Admin.Get("/security_principals?sid=S-1-5")).AsArray());
        (await Admin.Send("POST", "/security_principals", new JsonObject { ["sid"] = "S-1-5-32-544", ["name"] = "Again" })).Expect(406);
    }
}
