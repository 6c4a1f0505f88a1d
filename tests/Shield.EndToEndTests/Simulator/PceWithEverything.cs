using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Simulator;

/// <summary>An object of each kind, deleted ones too, and where each stands.</summary>
internal sealed class PceWithEverything
{
    private readonly Dictionary<string, string> _ids = [];

    /// <summary>A path of the document with the ids of objects that exist.</summary>
    public string Fill(string template)
    {
        var segments = template.Split('/');
        for (var at = 1; at < segments.Length; at++)
        {
            segments[at] = segments[at] switch
            {
                "{org}" => "1",
                "{pversion}" => "draft",
                "{rules}" => "sec_rules",
                "{version}" => "1",
                "{cluster}" => _ids["container_clusters"],
                "{rule}" => _ids["sec_rules"],
                "{id}" or "*" => _ids.GetValueOrDefault(segments[at - 1], "1"),
                "**" => "",
                var segment => segment,
            };
        }

        return string.Join('/', segments).TrimEnd('/');
    }

    public static async Task<PceWithEverything> Make(PceHands admin)
    {
        var made = new PceWithEverything();
        var label = await made.Post(admin, "/labels", """{"key":"app","value":"billing","external_data_set":"s"}""");
        var gone = await made.Post(admin, "/labels", """{"key":"app","value":"gone"}""");
        await admin.Delete(gone);
        made._ids["labels"] = label.Split('/')[^1];
        await admin.Delete(await made.Post(admin, "/workloads", """{"hostname":"gone.shop.example"}"""));
        var workload = await made.Post(admin, "/workloads", """{"hostname":"printer.shop.example","external_data_set":"s"}""");
        var service = await made.Post(
            admin,
            "/sec_policy/draft/services",
            """{"name":"Printing","service_ports":[{"proto":6,"port":631}],"external_data_set":"s"}"""
        );
        var list = await made.Post(
            admin,
            "/sec_policy/draft/ip_lists",
            """{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}],"external_data_set":"s"}"""
        );
        await made.Post(admin, "/sec_policy/draft/label_groups", $$$"""{"name":"G","key":"app","labels":[{"href":"{{{label}}}"}]}""");
        var ruleSet = await made.Post(
            admin,
            "/sec_policy/draft/rule_sets",
            $$$"""{"name":"R","scopes":[[{"label":{"href":"{{{label}}}"}}]],"external_data_set":"s"}"""
        );
        var actors =
            $$$""" "providers":[{"actors":"ams"}],"consumers":[{"ip_list":{"href":"{{{list}}}"}}],"ingress_services":[{"href":"{{{service}}}"}] """;
        await made.Post(
            admin,
            $"{ruleSet}/sec_rules",
            $$$"""{"enabled":true,"external_data_set":"s",{{{actors}}},"resolve_labels_as":{"providers":["workloads"],"consumers":["workloads"]}}"""
        );
        await made.Post(admin, $"{ruleSet}/deny_rules", $$$"""{{{{actors}}}}""");
        await made.Post(admin, "/sec_policy/draft/enforcement_boundaries", $$$"""{"name":"B",{{{actors}}}}""");
        var virtualService = await made.Post(
            admin,
            "/sec_policy/draft/virtual_services",
            """{"name":"V","service_ports":[{"proto":17,"port":137}],"external_data_set":"s"}"""
        );
        await admin.Provision(virtualService);
        await made.Post(
            admin,
            "/service_bindings",
            $$$"""[{"virtual_service":{"href":"{{{virtualService.Replace("draft", "active", StringComparison.Ordinal)}}}"},"workload":{"href":"{{{workload}}}"}}]"""
        );
        await made.Post(admin, "/security_principals", """{"sid":"S-1-5-32-544","name":"Administrators"}""");
        var cluster = await made.Post(admin, "/container_clusters", """{"name":"C"}""");
        await made.Post(admin, $"{cluster}/container_workload_profiles", """{"name":"P","managed":true}""");
        await made.Post(admin, "/pairing_profiles", """{"name":"P","enabled":true,"external_data_set":"s"}""");
        var events = await admin.Get("/events");
        made._ids["events"] = ((string)events[0]!["href"]!).Split('/')[^1];
        var vens = await admin.Get("/vens");
        made._ids["vens"] = ((string)vens[0]!["href"]!).Split('/')[^1];
        var job = (await admin.Send("GET", "/labels", headers: ("Prefer", "respond-async"))).Expect(202).Headers["Location"];
        (made._ids["jobs"], made._ids["datafiles"]) = (job.Split('/')[^1], job.Split('/')[^1]);
        var query = await admin.Send(
            "POST",
            "/traffic_flows/async_queries",
            JsonNode.Parse(
                """
                {"query_name":"q","sources":{"include":[],"exclude":[]},"destinations":{"include":[],"exclude":[]},
                 "services":{"include":[],"exclude":[]},"policy_decisions":[],"max_results":10}
                """
            )
        );
        made._ids["async_queries"] = ((string)query.Expect(202).Json["href"]!).Split('/')[^1];
        await admin.Get((string)query.Json["href"]!);
        await admin.Get((string)query.Json["href"]!);
        made._ids["users"] = "15";
        return made;
    }

    private async Task<string> Post(PceHands admin, string path, string body)
    {
        var answer = await admin.Post(path, JsonNode.Parse(body)!);
        var href = (string)(answer is JsonArray ? answer[0]! : answer)["href"]!;
        _ids[href.Split('/')[^2]] = href.Split('/')[^1];
        return href;
    }
}
