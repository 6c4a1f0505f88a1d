namespace Shield.EndToEndTests.Simulator;

/// <summary>The judge itself: a judge who never says no proves nothing.</summary>
public sealed class Illumios_schemas
{
    [Theory]
    [InlineData("POST", "/orgs/1/sec_policy/draft/ip_lists", """{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}]}""", true)]
    [InlineData("POST", "/orgs/1/sec_policy/draft/ip_lists", """{"ip_ranges":[]}""", false)]
    [InlineData("POST", "/orgs/1/sec_policy/draft/ip_lists", """{"name":"L","size":1}""", false)]
    [InlineData("POST", "/orgs/1/sec_policy/draft/ip_lists", """{"name":"L","description":null}""", false)]
    [InlineData("POST", "/orgs/1/sec_policy/draft/ip_lists", """{"name":"L","ip_ranges":[{"to_ip":"192.0.2.1"}]}""", false)]
    [InlineData("PUT", "/api/v2/orgs/1/sec_policy/draft/ip_lists/1?x=1", """{"ip_list_attribute_id":"1"}""", true)] // 26.3.0 knows it.
    [InlineData("PUT", "/orgs/1/sec_policy/draft/ip_lists/1", """{"update_type":"create"}""", false)]
    [InlineData("POST", "/orgs/1/sec_policy", """{"change_subset":{"ip_lists":[{"href":"x"}]}}""", true)]
    [InlineData("POST", "/orgs/1/sec_policy", """{"change_subset":{"deny_rules":[]}}""", false)]
    [InlineData(
        "POST",
        "/orgs/1/sec_policy/draft/rule_sets/1/deny_rules",
        """{"providers":[{"actors":"ams"}],"consumers":[{"ip_list":{"href":"x"}}],"ingress_services":[{"href":"x"}]}""",
        true
    )]
    [InlineData(
        "POST",
        "/orgs/1/sec_policy/draft/rule_sets/1/deny_rules",
        """{"consumers":[{"ip_list":{"href":"x"}}],"ingress_services":[{"href":"x"}]}""",
        false
    )]
    [InlineData(
        "POST",
        "/orgs/1/sec_policy/draft/rule_sets/1/deny_rules",
        """{"providers":[{"actors":"all"}],"consumers":[{"ip_list":{"href":"x"}}],"ingress_services":[{"href":"x"}]}""",
        false
    )]
    [InlineData("PUT", "/orgs/1/sec_policy/draft/rule_sets/1/deny_rules/2", """{"override":true}""", true)]
    [InlineData("PUT", "/orgs/1/sec_policy/draft/rule_sets/1/deny_rules/2", """{"resolve_labels_as":{}}""", false)]
    [InlineData("PUT", "/orgs/1/sec_policy/draft/rule_sets/1/sec_rules/2", """{"consumers":[{"ip_list":{"href":"x"}}]}""", true)]
    [InlineData("PUT", "/orgs/1/sec_policy/draft/rule_sets/1/sec_rules/2", """{"consumers":[]}""", false)]
    [InlineData("POST", "/orgs/1/sec_policy/draft/rule_sets", """{"name":"R","scopes":[[{"label":{"href":"x"}}]]}""", true)]
    [InlineData("POST", "/orgs/1/sec_policy/draft/rule_sets", """{"name":"R","scopes":[[{"label":{"value":"x"}}]]}""", false)]
    [InlineData("POST", "/orgs/1/workloads", """{"name":"w","interfaces":[{"name":"eth0","address":"10.0.0.1"}]}""", true)]
    [InlineData("POST", "/orgs/1/workloads", """{"name":"w","interfaces":[{"name":"eth0","address":"10.0.0.1/24"}]}""", false)]
    public void Judge_a_request(string method, string path, string body, bool valid)
    {
        Assert.SkipWhen(PceSchemas.TryLoad() is null, PceSchemas.Absent);
        Assert.Equal(valid, PceSchemas.TryLoad()!.Validate(method, path, body, 200, null) is []);
    }

    [Theory]
    [InlineData("/orgs/1/sec_policy/pending", "{}", true)]
    [InlineData("/orgs/1/sec_policy/pending", """{"ip_lists":[{"name":"L"}]}""", false)]
    [InlineData("/orgs/1/sec_policy/draft/ip_lists", "{}", false)]
    [InlineData("/orgs/1/sec_policy/draft/ip_lists", """[{"name":"L"},{"description":"no name"}]""", false)]
    [InlineData("/product_version", """{"version":"25.2.20","build":1,"product_name":"asp"}""", true)]
    [InlineData("/product_version", """{"version":"25.2.20"}""", false)]
    [InlineData(
        "/health",
        """[{"status":"normal","groups":[{"group":"g","components":[{"section":"s","contents":[{"cluster":[{"node":"n"}]}]}]}]}]""",
        true
    )]
    [InlineData("/health", """[{"status":"fine"}]""", false)]
    [InlineData(
        "/orgs/1/events",
        """[{"event_type":"x","status":"success","severity":"info","timestamp":"2026-11-24T08:00:00.000Z","pce_fqdn":"p","created_by":{"system":{}},"resource_changes":[{"resource":{"ip_list":{"href":"h","name":"n"}},"change_type":"create"}]}]""",
        true
    )]
    [InlineData(
        "/orgs/1/events",
        """[{"event_type":"x","status":"success","severity":"info","timestamp":"2026-11-24T08:00:00.000Z","pce_fqdn":"p","created_by":{"system":{}},"resource_changes":[{"resource":{"ip_list":{"href":"h"}},"change_type":"create"}]}]""",
        false
    )]
    [InlineData(
        "/orgs/1/events",
        """[{"event_type":"x","status":"success","severity":"info","timestamp":"2026-11-24T08:00:00.000Z","pce_fqdn":"p","created_by":{}}]""",
        false
    )]
    public void Judge_an_answer(string path, string body, bool valid)
    {
        Assert.SkipWhen(PceSchemas.TryLoad() is null, PceSchemas.Absent);
        Assert.Equal(valid, PceSchemas.TryLoad()!.Validate("GET", path, null, 200, body) is []);
    }

    [Fact]
    public void Say_what_is_wrong_and_where()
    {
        Assert.SkipWhen(PceSchemas.TryLoad() is null, PceSchemas.Absent);
        Assert.Contains(
            PceSchemas.TryLoad()!.Validate("POST", "/orgs/1/sec_policy/draft/ip_lists", """{"name":"L","size":1}""", 201, null),
            error =>
                error.Contains("request: 25.2.20/v2/sec_policy_ip_lists_post", StringComparison.Ordinal)
                && error.Contains("size", StringComparison.Ordinal)
        );
    }
}
