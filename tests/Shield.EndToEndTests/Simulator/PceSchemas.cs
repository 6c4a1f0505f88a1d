using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>
/// Illumio's own schemas, as the judge of what goes over the wire: valid under 25.2.20 or under 26.3.0. They lie outside this
/// repository, so every user asks <see cref="TryLoad"/> and skips with a word where they are absent.
/// </summary>
public sealed class PceSchemas
{
    public const string Absent =
        "Illumio's schemas are absent: no folder shared/pce-schemas beside the repository (SHIELD_SHARED names another place)";

    private static readonly Lazy<PceSchemas?> Loaded = new(Load);

    private readonly SchemaRelease[] _releases;
    private readonly ConcurrentDictionary<(string Release, string Schema), JsonSchema> _compiled = [];

    private PceSchemas(SchemaRelease[] releases) => _releases = releases;

    /// <summary>Null where ../shared is absent.</summary>
    public static PceSchemas? TryLoad() => Loaded.Value;

    /// <summary>
    /// What is wrong with this call under both releases, as <c>request|response: release: place: kind</c>; empty is well.
    /// </summary>
    public IReadOnlyList<string> Validate(RecordedCall call) =>
        Validate(call.Method, call.Path, call.RequestBody, call.Status, call.ResponseBody);

    /// <summary>A path that no schema is known for, and a body that is absent, are not judged. Nor is the answer of a refusal.</summary>
    /// <param name="path">With or without <c>/api/v2</c> and query.</param>
    public IReadOnlyList<string> Validate(string method, string path, string? requestBody, int status, string? responseBody)
    {
        var bare = path.Split('?')[0].Replace("/api/v2", "", StringComparison.Ordinal);
        if (Wire.Find(method, bare) is not { } wire)
        {
            return [];
        }

        return
        [
            .. wire.Request is { } request && requestBody is not null ? Judge("request", request, requestBody) : [],
            .. wire.Response is { } response && responseBody is not null && status is >= 200 and < 300 and not 202
                ? Judge("response", response, responseBody)
                : [],
        ];
    }

    private IReadOnlyList<string> Judge(string which, string schema, string body)
    {
        var node = JsonNode.Parse(body);
        var isCollection = schema.EndsWith("[]", StringComparison.Ordinal);
        if (isCollection && node is not JsonArray)
        {
            return [$"{which}: not an array: {body[..Math.Min(body.Length, 200)]}"];
        }

        JsonNode?[] judged = isCollection ? [.. (JsonArray)node!] : [node];
        return [.. judged.SelectMany(item => JudgeOne(which, schema.TrimEnd('[', ']'), item!.ToJsonString()))];
    }

    private string[] JudgeOne(string which, string schema, string body)
    {
        var errors = new List<string>();
        foreach (var release in _releases.Where(release => release.Has(schema)))
        {
            var compiled = _compiled.GetOrAdd(
                (release.Name, schema),
                key => JsonSchema.FromJsonAsync(release.Compile(key.Schema)).GetAwaiter().GetResult()
            );
            string[] found = [.. compiled.Validate(body).Select(error => $"{which}: {release.Name}/{schema}: {error}")];
            if (found is [])
            {
                return [];
            }

            errors.AddRange(found);
        }

        return [.. errors];
    }

    private static PceSchemas? Load() =>
        Shared.Folder("pce-schemas") is { } folder
            ? new PceSchemas([.. new[] { "25.2.20", "26.3.0" }.Select(name => new SchemaRelease(name, Path.Combine(folder, name)))])
            : null;

    /// <summary>Which schema a body must obey: file names under v2, <c>[]</c> where each element of an array must.</summary>
    private sealed record Wire(string Method, Regex Path, string? Request, string? Response)
    {
        private static readonly Wire[] All =
        [
            Of("GET", "/noop", null, "v2/noop_get"),
            Of("GET", "/health", null, "v2/health_get"),
            Of("GET", "/product_version", null, "v2/product_version_get"),
            Of("GET", "/orgs/*/settings/workloads", null, "v2/settings_workloads_get"),
            Of("GET", "/orgs/*/sec_policy/*/ip_lists", null, "v2/sec_policy_ip_lists_get[]"),
            Of("GET", "/orgs/*/sec_policy/*/ip_lists/*", null, "v2/sec_policy_ip_lists_get"),
            Of("POST", "/orgs/*/sec_policy/draft/ip_lists", "v2/sec_policy_ip_lists_post", "v2/sec_policy_ip_lists_get"),
            Of("PUT", "/orgs/*/sec_policy/draft/ip_lists/*", "v2/sec_policy_ip_lists_put", null),
            Of("GET", "/orgs/*/sec_policy/*/rule_sets", null, "v2/sec_policy_rule_sets_get[]"),
            Of("GET", "/orgs/*/sec_policy/*/rule_sets/*", null, "v2/sec_policy_rule_sets_get"),
            Of("POST", "/orgs/*/sec_policy/draft/rule_sets", "v2/sec_policy_rule_sets_post", "v2/sec_policy_rule_sets_get"),
            Of("PUT", "/orgs/*/sec_policy/draft/rule_sets/*", "v2/sec_policy_rule_sets_put", null),
            Of("GET", "/orgs/*/sec_policy/*/rule_sets/*/sec_rules", null, "v2/sec_policy_rule_sets_sec_rules_get[]"),
            Of("GET", "/orgs/*/sec_policy/*/rule_sets/*/sec_rules/*", null, "v2/sec_policy_rule_sets_sec_rules_get"),
            Of(
                "POST",
                "/orgs/*/sec_policy/draft/rule_sets/*/sec_rules",
                "v2/sec_policy_rule_sets_sec_rules_post",
                "v2/sec_policy_rule_sets_sec_rules_get"
            ),
            Of("PUT", "/orgs/*/sec_policy/draft/rule_sets/*/sec_rules/*", "v2/sec_policy_rule_sets_sec_rules_put", null),
            Of("GET", "/orgs/*/sec_policy/*/rule_sets/*/deny_rules", null, "common/deny_rules_get[]"),
            Of("GET", "/orgs/*/sec_policy/*/rule_sets/*/deny_rules/*", null, "common/deny_rules_get"),
            Of("POST", "/orgs/*/sec_policy/draft/rule_sets/*/deny_rules", SchemaRelease.DenyRulesPost, "common/deny_rules_get"),
            Of("PUT", "/orgs/*/sec_policy/draft/rule_sets/*/deny_rules/*", SchemaRelease.DenyRulesPut, null),
            Of("GET", "/orgs/*/sec_policy/*/policy_check", null, SchemaRelease.PolicyCheck),
            Of("POST", "/orgs/*/sec_policy/*/rule_search", "v2/sec_policy_rule_search_post", "v2/sec_policy_rule_search_post_response"),
            Of("GET", "/orgs/*/vens", null, "v2/vens_get[]"),
            Of("GET", "/orgs/*/vens/*", null, "v2/vens_get"),
            Of("GET", "/orgs/*/sec_policy/pending", null, "v2/sec_policy_pending_get"),
            Of("PUT", "/orgs/*/sec_policy/delete", "v2/sec_policy_delete_put", null),
            Of(
                "POST",
                "/orgs/*/sec_policy/draft/dependencies",
                "v2/sec_policy_dependencies_post",
                "v2/sec_policy_dependencies_post_response"
            ),
            Of("GET", "/orgs/*/sec_policy", null, "v2/sec_policy_get[]"),
            Of("POST", "/orgs/*/sec_policy", "v2/sec_policy_post", "v2/sec_policy_get"),
            Of("GET", "/orgs/*/sec_policy/*", null, "v2/sec_policy_get"),
            Of("GET", "/orgs/*/sec_policy/*/modified_objects", null, "v2/sec_policy_modified_objects_get[]"),
            Of("POST", "/orgs/*/sec_policy/*/restore", "v2/sec_policy_restore_post", null),
            Of("GET", "/orgs/*/labels", null, "v2/labels_get[]"),
            Of("GET", "/orgs/*/labels/*", null, "v2/labels_get"),
            Of("POST", "/orgs/*/labels", "v2/labels_post", "v2/labels_get"),
            Of("GET", "/orgs/*/workloads", null, "v2/workloads_get[]"),
            Of("GET", "/orgs/*/workloads/*", null, "v2/workloads_get"),
            Of("POST", "/orgs/*/workloads", "v2/workloads_post", "v2/workloads_get"),
            Of("GET", "/orgs/*/events", null, "v2/events_get[]"),
            Of("GET", "/orgs/*/events/*", null, "v2/events_get"),
            Of("GET", "/orgs/*/jobs/*", null, "v2/jobs_get"),
            Of("GET", "/orgs/*/traffic_flows/async_queries", null, "v2/traffic_flows_async_queries_get[]"),
            Of("POST", "/orgs/*/traffic_flows/async_queries", "v2/traffic_flows_async_queries_post", null),
            Of("GET", "/orgs/*/traffic_flows/async_queries/*", null, "v2/traffic_flows_async_queries_get"),
            Of("GET", "/orgs/*/traffic_flows/async_queries/*/download", null, "v2/traffic_flows_async_queries_download_get"),
        ];

        /// <summary>The first that fits: <c>/sec_policy/pending</c> comes before <c>/sec_policy/*</c>.</summary>
        public static Wire? Find(string method, string path) => Array.Find(All, wire => wire.Method == method && wire.Path.IsMatch(path));

        private static Wire Of(string method, string path, string? request, string? response) =>
            new(method, new Regex($"^{path.Replace("*", "[^/]+", StringComparison.Ordinal)}$"), request, response);
    }
}
