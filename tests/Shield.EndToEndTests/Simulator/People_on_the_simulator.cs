using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Simulator;

public sealed class People_on_the_simulator : SimulatorTest
{
    private const string Owners = "api_0wner";

    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Seed = "three-tier",
            Users =
            [
                new ApiUser
                {
                    Key = Owners,
                    Secret = "s",
                    Href = "/users/30",
                    Username = "cleo@shop.example",
                    FullName = "Cleo Owner",
                    ManagesUsers = true,
                },
                new ApiUser
                {
                    Key = "api_b0",
                    Secret = "s",
                    Href = "/users/77",
                    Username = "bo@shop.example",
                    FullName = "Bo Berg",
                },
            ],
            People =
            [
                new Person
                {
                    Href = "/users/41",
                    Username = "dana@idp.example",
                    FullName = "Dana Diaz",
                    IsExternal = true,
                },
            ],
        };

    [Theory]
    [InlineData(77, "local", "bo@shop.example", "Bo Berg")]
    [InlineData(41, "external", "dana@idp.example", "Dana Diaz")]
    [InlineData(15, "local", "shield@simulated.example", "")]
    [InlineData(3, "local", "operations@shop.example", "Shop Operations")]
    public async Task Are_told_by_name_to_a_key_that_manages_users(int id, string type, string username, string fullName)
    {
        using var owner = new PceHands(Pce, Owners, "s");
        var user = await owner.Get($"/api/v2/users/{id}");
        Assert.Equal(
            ($"/users/{id}", id, type, username, fullName, false),
            (
                (string?)user["href"],
                (int)user["id"]!,
                (string?)user["type"],
                (string?)user["username"],
                (string?)user["full_name"],
                (bool)user["locked"]!
            )
        );
    }

    [Fact]
    public async Task Are_hidden_from_every_other_key_and_the_system_is_nobody()
    {
        Assert.Equal("forbidden_error", (await Admin.Send("GET", "/api/v2/users/77")).Expect(403).Token);
        Assert.Equal("forbidden_error", (await Admin.Send("GET", "/api/v2/users/15")).Expect(403).Token);
        using var owner = new PceHands(Pce, Owners, "s");
        (await owner.Send("GET", "/api/v2/users/0")).Expect(404);
        (await owner.Send("GET", "/api/v2/users/99")).Expect(404);
        (await owner.Send("GET", "/api/v2/users/somebody")).Expect(404);
    }

    [Fact]
    public async Task Rename_describe_provision_and_delete_a_list_under_their_own_names()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        Pce.Script(
            new FaultRule
            {
                Path = "/noop",
                Count = 1,
                Effect = new Fault.AnotherAdministrator("L")
                {
                    Name = "M",
                    Description = "d",
                    Provision = true,
                    Message = "mine now",
                    By = "/users/77",
                },
            },
            new FaultRule
            {
                Path = "/health",
                Count = 1,
                Effect = new Fault.AnotherAdministrator("M") { Delete = true, By = "/users/41" },
            }
        );

        await Admin.Get("/api/v2/noop");
        var list = await Admin.Get(href.Replace("draft", "active", StringComparison.Ordinal));
        Assert.Equal(
            ("M", "d", "192.0.2.1", "/users/77"),
            (
                (string?)list["name"],
                (string?)list["description"],
                (string?)list["ip_ranges"]![0]!["from_ip"],
                (string?)list["updated_by"]!["href"]
            )
        );
        Assert.Equal("mine now", (string?)(await Admin.Get("/sec_policy?max_results=1"))[0]!["commit_message"]);
        Assert.Equal("bo@shop.example", (string?)(await Admin.Get("/events?max_results=1"))[0]!["created_by"]!["user"]!["username"]);

        await Admin.Get("/api/v2/health");
        Assert.Equal("/users/41", (string?)(await Admin.Get("/sec_policy/pending"))["ip_lists"]![0]!["updated_by"]!["href"]);
        Assert.Equal("dana@idp.example", (string?)(await Admin.Get("/events?max_results=1"))[0]!["created_by"]!["user"]!["username"]);
    }
}
