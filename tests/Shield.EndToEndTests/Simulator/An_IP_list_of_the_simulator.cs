using System.Diagnostics;
using System.Text.Json.Nodes;
using CsCheck;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class An_IP_list_of_the_simulator : SimulatorTest
{
    private const string Drafts = "/sec_policy/draft/ip_lists";

    [Fact]
    public async Task Is_created_with_a_draft_href_and_everything_that_a_real_one_shows()
    {
        var list = await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "THREAT-LIST",
                ["description"] = "d",
                ["external_data_set"] = "guardduty-shield",
                ["external_data_reference"] = "prod/deny/inbound",
                ["ip_ranges"] = new JsonArray(
                    new JsonObject { ["from_ip"] = "0.0.0.0/0" },
                    new JsonObject
                    {
                        ["from_ip"] = "203.0.113.9",
                        ["exclusion"] = true,
                        ["description"] = "finding abc",
                    }
                ),
            }
        );
        Assert.Equal("/orgs/1/sec_policy/draft/ip_lists/2", (string?)list["href"]);
        Assert.Equal("create", (string?)list["update_type"]);
        Assert.Equal(
            """[{"from_ip":"0.0.0.0/0","exclusion":false},{"from_ip":"203.0.113.9","description":"finding abc","exclusion":true}]""",
            list["ip_ranges"]!.ToJsonString()
        );
        Assert.Equal("[]", list["fqdns"]!.ToJsonString());
        Assert.Equal("/users/15", (string?)list["created_by"]!["href"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)list["created_at"]!);
        Assert.True(list.AsObject().ContainsKey("deleted_at") && list["deleted_at"] is null);
        Assert.False(list.AsObject().ContainsKey("size"));
    }

    [Fact]
    public async Task Has_no_description_key_when_none_is_set_nor_when_it_was_set_to_nothing()
    {
        var list = await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "L",
                ["description"] = "",
                ["ip_ranges"] = PceHands.Ranges("192.0.2.1"),
            }
        );
        Assert.False(list.AsObject().ContainsKey("description"));
    }

    [Fact]
    public async Task Takes_empty_to_ip_and_description_as_absent()
    {
        var list = await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "L",
                ["ip_ranges"] = new JsonArray(
                    new JsonObject
                    {
                        ["from_ip"] = "192.0.2.1",
                        ["to_ip"] = "",
                        ["description"] = "",
                        ["exclusion"] = false,
                    }
                ),
            }
        );
        Assert.Equal("""[{"from_ip":"192.0.2.1","exclusion":false}]""", list["ip_ranges"]!.ToJsonString());
    }

    [Theory]
    [InlineData("10.0.0.14/32", "10.0.0.14")]
    [InlineData("10.0.0.14/8", "10.0.0.0/8")]
    [InlineData("10.0.0.15/31", "10.0.0.14/31")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    [InlineData("2001:DB8::1/128", "2001:db8::1")]
    [InlineData("2001:db8:0:0::1/64", "2001:db8::/64")]
    [InlineData("192.0.2.1-192.0.2.9", "192.0.2.1-192.0.2.9")]
    [InlineData("192.0.2.1-192.0.2.1", "192.0.2.1-192.0.2.1")]
    public async Task Spells_its_ranges_the_PCEs_way(string written, string read)
    {
        var href = await Admin.CreateList("L", written);
        var entry = (await Admin.Get(href))["ip_ranges"]![0]!;
        Assert.Equal(read, entry["to_ip"] is { } to ? $"{entry["from_ip"]}-{to}" : (string?)entry["from_ip"]);
    }

    [Fact]
    public async Task Merges_ranges_that_are_equal_in_address_description_and_exclusion_and_no_others()
    {
        var list = await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "L",
                ["ip_ranges"] = new JsonArray(
                    new JsonObject { ["from_ip"] = "10.0.0.1/8" },
                    new JsonObject { ["from_ip"] = "10.0.0.2/8" },
                    new JsonObject { ["from_ip"] = "10.0.0.0/8", ["description"] = "other" },
                    new JsonObject { ["from_ip"] = "10.1.0.0/16" },
                    new JsonObject { ["from_ip"] = "10.1.0.0/16", ["exclusion"] = true }
                ),
            }
        );
        Assert.Equal(
            """[{"from_ip":"10.0.0.0/8","exclusion":false},{"from_ip":"10.0.0.0/8","description":"other","exclusion":false},{"from_ip":"10.1.0.0/16","exclusion":false},{"from_ip":"10.1.0.0/16","exclusion":true}]""",
            list["ip_ranges"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("256.0.0.1")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/-1")]
    [InlineData("10.0.0.1/08")]
    [InlineData("10.0.0.1/")]
    [InlineData("[2001:db8::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::1/129")]
    [InlineData("::ffff:1.2.3.04")]
    [InlineData("attacker.example")]
    [InlineData("")]
    [InlineData(" 10.0.0.1")]
    [InlineData("10.0.0.9-10.0.0.1")]
    [InlineData("10.0.0.0/8-10.0.0.1")]
    [InlineData("10.0.0.1-10.0.0.0/8")]
    [InlineData("10.0.0.1-2001:db8::1")]
    public async Task Refuses_what_is_no_address_or_range(string range)
    {
        var reply = await Admin.Send(
            "POST",
            Drafts,
            new JsonObject { ["name"] = "L", ["ip_ranges"] = PceHands.Ranges([.. new[] { range }.Select(text => text is "" ? "-" : text)]) }
        );
        Assert.Equal("invalid_ip_address", reply.Expect(406).Token);
        Assert.Single((await Admin.Get(Drafts)).AsArray());
    }

    [Theory]
    [InlineData(new[] { "10.0.0.0/8", "!10.1.2.3" }, true)]
    [InlineData(new[] { "10.0.0.0/9", "10.128.0.0/9", "!10.64.0.0-10.200.0.0" }, true)]
    [InlineData(new[] { "0.0.0.0/0", "::/0", "!2001:db8::1", "!192.0.2.0/24" }, true)]
    [InlineData(new[] { "10.0.0.0/8", "!11.0.0.1" }, false)]
    [InlineData(new[] { "10.0.0.0/8", "!10.0.0.0/8" }, false)]
    [InlineData(new[] { "10.0.0.0/8", "!10.0.0.0/9", "!10.128.0.0/9" }, false)]
    [InlineData(new[] { "10.0.0.0/8", "!10.255.255.255-11.0.0.0" }, false)]
    [InlineData(new[] { "0.0.0.0/0", "!2001:db8::1" }, false)]
    [InlineData(new[] { "!10.0.0.1" }, false)]
    public async Task Keeps_its_exclusions_a_strict_subset_of_its_inclusions(string[] ranges, bool accepted)
    {
        var reply = await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "L", ["ip_ranges"] = PceHands.Ranges(ranges) });
        Assert.Equal(accepted ? null : "invalid_exclusion", reply.Expect(accepted ? 201 : 406).Token);
    }

    [Fact]
    public async Task Is_changed_only_in_what_a_PUT_names()
    {
        var href = (string)
            (
                await Admin.Post(
                    Drafts,
                    new JsonObject
                    {
                        ["name"] = "L",
                        ["description"] = "first",
                        ["external_data_set"] = "s",
                        ["external_data_reference"] = "r",
                        ["ip_ranges"] = PceHands.Ranges("192.0.2.1"),
                        ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "*.example.com" }),
                    }
                )
            )["href"]!;
        await Admin.Put(href, new JsonObject { ["description"] = "second", ["fqdns"] = new JsonArray() });
        var list = await Admin.Get(href);
        Assert.Equal(
            ("L", "second", "s", "r", "[]"),
            (
                (string?)list["name"],
                (string?)list["description"],
                (string?)list["external_data_set"],
                (string?)list["external_data_reference"],
                list["fqdns"]!.ToJsonString()
            )
        );
        Assert.Equal("192.0.2.1", (string?)list["ip_ranges"]![0]!["from_ip"]);

        await Admin.Put(href, new JsonObject { ["external_data_set"] = null });
        Assert.Null((await Admin.Get(href))["external_data_set"]);
    }

    [Fact]
    public async Task Is_pending_again_after_a_PUT_even_one_that_changes_nothing()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        var before = await Admin.Get(href);
        Assert.Null(before["update_type"]);
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.1") });
        var after = await Admin.Get(href);
        Assert.Equal("update", (string?)after["update_type"]);
        Assert.True(string.CompareOrdinal((string?)after["updated_at"], (string?)before["updated_at"]) >= 0);
    }

    [Fact]
    public async Task Refuses_a_property_that_its_schema_does_not_name_a_whole_object_as_read_too()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        var reply = (await Admin.Send("PUT", href, await Admin.Get(href))).Expect(406);
        Assert.Equal("input_validation_error", reply.Token);
        Assert.Contains("contains additional properties [\"href\", \"created_at\"", reply.Message);
        Assert.Contains("outside of the schema when none are allowed in schema sec_policy_ip_lists_put.schema.json", reply.Message);
    }

    [Theory]
    [InlineData("""{"ip_ranges":[]}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"x","description":null}""")]
    [InlineData("""{"name":"x","ip_ranges":{}}""")]
    [InlineData("""{"name":"x","ip_ranges":[7]}""")]
    [InlineData("""{"name":"x","ip_ranges":[{"to_ip":"192.0.2.1"}]}""")]
    [InlineData("""{"name":"x","ip_ranges":[{"from_ip":"192.0.2.1","exclusion":"no"}]}""")]
    [InlineData("""{"name":"x","fqdns":[{"fqdn":"a.example","exclusion":true}]}""")]
    public async Task Refuses_a_body_that_its_schema_would_not_take(string body) =>
        Assert.Equal("input_validation_error", (await Admin.Send("POST", Drafts, JsonNode.Parse(body))).Expect(406).Token);

    [Fact]
    public async Task Refuses_a_name_of_more_than_255_characters() =>
        (
            await Admin.Send(
                "POST",
                Drafts,
                new JsonObject { ["name"] = new string('x', 256), ["ip_ranges"] = PceHands.Ranges("192.0.2.1") }
            )
        ).Expect(406);

    [Fact]
    public async Task Needs_a_range_or_a_name()
    {
        (await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "L" })).Expect(406);
        var href = await Admin.CreateList("L", "192.0.2.1");
        (await Admin.Send("PUT", href, new JsonObject { ["ip_ranges"] = new JsonArray() })).Expect(406);
        await Admin.Put(
            href,
            new JsonObject { ["ip_ranges"] = new JsonArray(), ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "localhost" }) }
        );
    }

    [Fact]
    public async Task May_be_empty_where_the_simulator_was_told_to_accept_it()
    {
        await using var lenient = await SimulatedPce.StartAsync(
            PceHands.Options with
            {
                AcceptEmptyLists = true,
            },
            TestContext.Current.CancellationToken
        );
        using var admin = new PceHands(lenient);
        await admin.Post(Drafts, new JsonObject { ["name"] = "L" });
    }

    [Fact]
    public async Task Has_a_name_of_its_own_also_while_the_old_one_waits_for_its_deletion()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        var twice = new JsonObject { ["name"] = "l", ["ip_ranges"] = PceHands.Ranges("192.0.2.2") };
        var reply = (await Admin.Send("POST", Drafts, twice)).Expect(406);
        Assert.Equal(("ip_list_name_not_unique", "IP List name must be unique"), (reply.Token, reply.Message));

        await Admin.Provision(href);
        await Admin.Delete(href);
        Assert.Equal("ip_list_name_not_unique", (await Admin.Send("POST", Drafts, twice)).Expect(406).Token);
        await Admin.Provision(href);
        (await Admin.Send("POST", Drafts, twice)).Expect(201);
    }

    [Fact]
    public async Task Has_an_external_reference_of_its_own_where_set_and_reference_are_given()
    {
        JsonObject List(string name, string? reference) =>
            new()
            {
                ["name"] = name,
                ["external_data_set"] = "s",
                ["external_data_reference"] = reference,
                ["ip_ranges"] = PceHands.Ranges("192.0.2.1"),
            };
        await Admin.Post(Drafts, List("A", "r"));
        (await Admin.Send("POST", Drafts, List("B", "r"))).Expect(406);
        await Admin.Post(Drafts, List("B", null));
        await Admin.Post(Drafts, List("C", null));
    }

    [Fact]
    public async Task That_was_never_provisioned_is_simply_gone_when_deleted()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Delete(href);
        (await Admin.Send("GET", href)).Expect(404);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    [Fact]
    public async Task That_was_provisioned_waits_for_its_deletion_and_no_PUT_takes_that_back()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        await Admin.Delete(href);
        Assert.Equal("delete", (string?)(await Admin.Get(href))["update_type"]);
        Assert.Contains("already_deleted", (await Admin.Send("DELETE", href)).Expect(406).Token);
        await Admin.Get(href.Replace("draft", "active"));

        await Admin.Put(href, new JsonObject { ["name"] = "L", ["ip_ranges"] = PceHands.Ranges("192.0.2.1") });
        Assert.Equal("delete", (string?)(await Admin.Get(href))["update_type"]);

        await Admin.Provision(href);
        (await Admin.Send("GET", href)).Expect(404);
        (await Admin.Send("GET", href.Replace("draft", "active"))).Expect(404);
    }

    [Fact]
    public async Task Of_the_system_cannot_be_changed() =>
        (await Admin.Send("PUT", $"{Drafts}/1", new JsonObject { ["description"] = "mine" })).Expect(406);

    [Fact]
    public async Task Is_found_by_every_filter_in_part_or_whole_as_documented()
    {
        await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "Alpha",
                ["description"] = "first letter",
                ["external_data_set"] = "set",
                ["external_data_reference"] = "ref/1",
                ["ip_ranges"] = PceHands.Ranges("192.0.2.128"),
                ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "bad.example" }),
            }
        );
        await Admin.CreateList("Beta", "198.51.100.1");

        async Task<int> Found(string query) => (await Admin.Get($"{Drafts}?{query}")).AsArray().Count;
        Assert.Equal(1, await Found("name=lph"));
        Assert.Equal(1, await Found("description=letter"));
        Assert.Equal(1, await Found("ip_address=192.0.2.1"));
        Assert.Equal(1, await Found("fqdn=bad"));
        Assert.Equal(1, await Found("external_data_set=set&external_data_reference=ref/1"));
        Assert.Equal(0, await Found("external_data_reference=ref"));
        Assert.Equal(3, await Found("nonsense=1"));
        Assert.Equal(0, await Found("max_results=0"));
        (await Admin.Send("GET", $"{Drafts}?max_results=x")).Expect(406);
    }

    [Fact]
    public async Task Is_counted_before_and_after_the_filters_and_cut_silently_at_500()
    {
        for (var number = 0; number < 510; number++)
        {
            await Admin.CreateList($"L{number}", "192.0.2.1");
        }

        var all = await Admin.Send("GET", $"{Drafts}?max_results=100000");
        Assert.Equal((500, "511", "511"), (all.Json.AsArray().Count, all.Headers["X-Total-Count"], all.Headers["X-Matched-Count"]));
        var some = await Admin.Send("GET", $"{Drafts}?name=L50");
        Assert.Equal((11, "511", "11"), (some.Json.AsArray().Count, some.Headers["X-Total-Count"], some.Headers["X-Matched-Count"]));

        var job = (await Admin.Send("GET", Drafts, null, ("Prefer", "respond-async"))).Expect(202);
        Assert.Equal("", job.Text);
        Assert.StartsWith("/orgs/1/jobs/", job.Headers["Location"]);
        Assert.True(int.Parse(job.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) >= 1);
        var done = await Admin.Get(job.Headers["Location"]);
        Assert.Equal("done", (string?)done["status"]);
        Assert.Equal(511, (await Admin.Get((string)done["result"]!["href"]!)).AsArray().Count);
        await Admin.Delete(job.Headers["Location"]);
        (await Admin.Send("GET", job.Headers["Location"])).Expect(404);
    }

    [Fact]
    public async Task Of_9998_entries_the_most_that_the_Any_list_leaves_is_written_in_well_under_a_second()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        var ranges = PceHands.Ranges([.. Enumerable.Range(0, 9_998).Select(number => $"100.{number / 256}.{number % 256}.7")]);
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = ranges.DeepClone() });
        var clock = Stopwatch.StartNew();
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = ranges });
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(0.7), $"{clock.Elapsed}");
        Assert.Equal(9_998, (await Admin.Get(href))["ip_ranges"]!.AsArray().Count);
    }

    /// <summary>Sixteen addresses, so that ranges meet; the oracle asks each address by itself.</summary>
    [Fact]
    public void Judges_exclusions_as_asking_every_address_would() =>
        Gen.Select(Gen.Byte[0, 15], Gen.Byte[0, 15], (a, b) => new IpListsInterval(Math.Min(a, b), Math.Max(a, b)))
            .Array[0, 6]
            .Select(Gen.Select(Gen.Byte[0, 15], Gen.Byte[0, 15], (a, b) => new IpListsInterval(Math.Min(a, b), Math.Max(a, b))).Array[1, 4])
            .Sample(
                (inclusions, exclusions) =>
                {
                    var (included, excluded) = (Asked(inclusions), Asked(exclusions));
                    var expected = excluded.IsProperSubsetOf(included);
                    Assert.Equal(expected, Union(exclusions).IsStrictlyWithin(Union(inclusions)));
                }
            );

    private static HashSet<int> Asked(IpListsInterval[] intervals) =>
        [.. Enumerable.Range(0, 16).Where(address => intervals.Any(interval => address >= interval.First && address <= interval.Last))];

    private static PceSimulator.IpLists.IntervalUnion Union(IpListsInterval[] intervals) =>
        PceSimulator.IpLists.IntervalUnion.Of(
            intervals.Select(interval => new PceSimulator.IpLists.Interval(
                System.Net.Sockets.AddressFamily.InterNetwork,
                interval.First,
                interval.Last
            ))
        );

    private sealed record IpListsInterval(byte First, byte Last);
}
