using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Shield.PceSimulator.Http;

/// <summary>
/// Paths that Illumio's OpenAPI document of 25.2.20 names and that are not built here: 406, so that nobody takes the 404 of a path that
/// is missing for the answer of a PCE (docs/simulator.md#paths).
/// </summary>
internal static class NotSimulated
{
    private const string Org = "/orgs/{org}";

    private static readonly string[] Lines =
    [
        "GET /login_users/**",
        "POST /login_users/**",
        "PUT /login_users/**",
        "GET /system_events",
        "GET /system_events/*",
        "GET /authentication_settings/**",
        "POST /authentication_settings/**",
        "PUT /authentication_settings/**",
        "DELETE /authentication_settings/**",
        "PUT /users/*",
        "GET /users/*/api_keys",
        "POST /users/*/api_keys",
        "GET {org}/jobs",
        "POST {org}/traffic_flows/traffic_analysis_queries",
        "GET {org}/traffic_flows/database_metrics",
        "PUT {org}/traffic_flows/async_queries/*/update_rules",
        "GET {org}/workloads/*/risk_details",
        "GET {org}/workloads/*/interfaces",
        "POST {org}/workloads/*/interfaces",
        "GET {org}/workloads/*/interfaces/*",
        "DELETE {org}/workloads/*/interfaces/*",
        "GET {org}/container_workloads",
        "GET {org}/container_workloads/*",
        "GET {org}/kubernetes_workloads",
        "GET {org}/kubernetes_workloads/*",
        "GET {org}/container_clusters/*/service_backends",
        "PUT {org}/vens/unpair",
        "PUT {org}/vens/upgrade",
        "PUT {org}/vens/remote_action",
        "PUT {org}/vens/authentication_recovery",
        "POST {org}/vens/statistics",
        "PUT {org}/vens/*",
        "GET {org}/agents/*",
        "PUT {org}/agents/*/update",
        "GET {org}/software/**",
        "POST {org}/software/**",
        "PUT {org}/software/**",
        "DELETE {org}/software/**",
        "POST {org}/label_dimensions",
        "PUT {org}/label_dimensions/*",
        "DELETE {org}/label_dimensions/*",
        "GET {org}/label_mapping_rules/**",
        "POST {org}/label_mapping_rules/**",
        "PUT {org}/label_mapping_rules/**",
        "DELETE {org}/label_mapping_rules/**",
        "GET {org}/sec_policy/*/virtual_servers",
        "POST {org}/sec_policy/draft/virtual_servers",
        "GET {org}/sec_policy/*/virtual_servers/*",
        "PUT {org}/sec_policy/draft/virtual_servers/*",
        "DELETE {org}/sec_policy/draft/virtual_servers/*",
        "GET {org}/sec_policy/*/allow",
        "POST {org}/sec_policy/*/rule_coverage",
        "GET {org}/discovered_virtual_servers",
        "GET {org}/discovered_virtual_servers/*",
        "GET {org}/slbs",
        "POST {org}/slbs",
        "GET {org}/slbs/*",
        "PUT {org}/slbs/*",
        "DELETE {org}/slbs/*",
        "GET {org}/network_devices/**",
        "POST {org}/network_devices/**",
        "PUT {org}/network_devices/**",
        "DELETE {org}/network_devices/**",
        "GET {org}/network_enforcement_nodes/**",
        "POST {org}/network_enforcement_nodes/**",
        "PUT {org}/network_enforcement_nodes/**",
        "GET {org}/vulnerabilities/**",
        "POST {org}/vulnerabilities/**",
        "PUT {org}/vulnerabilities/**",
        "DELETE {org}/vulnerabilities/**",
        "GET {org}/vulnerability_reports/**",
        "PUT {org}/vulnerability_reports/**",
        "DELETE {org}/vulnerability_reports/**",
        "GET {org}/reports/**",
        "POST {org}/reports/**",
        "GET {org}/app_groups/**",
        "GET {org}/detected_core_services/**",
        "PUT {org}/detected_core_services/**",
        "GET {org}/detected_core_services_summary",
        "GET {org}/core_service_types/**",
        "PUT {org}/core_service_types/**",
        "GET {org}/service_accounts/**",
        "POST {org}/service_accounts/**",
        "PUT {org}/service_accounts/**",
        "DELETE {org}/service_accounts/**",
        "GET {org}/api_keys",
        "DELETE {org}/api_keys/*",
        "GET {org}/roles/**",
        "GET {org}/permissions/**",
        "POST {org}/permissions/**",
        "PUT {org}/permissions/**",
        "DELETE {org}/permissions/**",
        "GET {org}/auth_security_principals/**",
        "POST {org}/auth_security_principals/**",
        "PUT {org}/auth_security_principals/**",
        "DELETE {org}/auth_security_principals/**",
        "GET {org}/access_restrictions/**",
        "POST {org}/access_restrictions/**",
        "PUT {org}/access_restrictions/**",
        "DELETE {org}/access_restrictions/**",
        "GET {org}/settings",
        "PUT {org}/settings",
        "PUT {org}/settings/workloads",
        "GET {org}/settings/events",
        "PUT {org}/settings/events",
        "GET {org}/settings/trusted_proxy_ips",
        "PUT {org}/settings/trusted_proxy_ips",
        "GET {org}/settings/syslog/**",
        "POST {org}/settings/syslog/**",
        "PUT {org}/settings/syslog/**",
        "DELETE {org}/settings/syslog/**",
        "GET {org}/settings/traffic_collector/**",
        "POST {org}/settings/traffic_collector/**",
        "PUT {org}/settings/traffic_collector/**",
        "DELETE {org}/settings/traffic_collector/**",
        "GET {org}/optional_features",
        "PUT {org}/optional_features",
        "PUT {org}/licenses/*",
        "DELETE {org}/licenses/*",
    ];

    /// <summary><c>*</c> is one segment, <c>/**</c> at the end is nothing or whatever follows.</summary>
    public static readonly ImmutableArray<(string Method, string Path)> All =
    [
        .. Lines.Select(line => line.Split(' ')).Select(words => (words[0], words[1].Replace("{org}", Org, StringComparison.Ordinal))),
    ];

    private static readonly ImmutableArray<Regex> Patterns =
    [
        .. All.Select(each => new Regex(
            $"^{PatternOf(each.Method, each.Path)}$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        )),
    ];

    /// <summary>Of a path that would otherwise be taken for an object's.</summary>
    public static Answer Refuse(Pce pce, Call call) => throw Refusal.NotSimulated($"{call.Method} {call.Path}");

    /// <param name="path">With <c>/api/v2</c>.</param>
    public static bool Is(string method, string path) => Patterns.Any(pattern => pattern.IsMatch($"{method} {path}"));

    private static string PatternOf(string method, string path) =>
        Regex
            .Escape($"{method} /api/v2{path}")
            .Replace(Regex.Escape("{org}"), "[^/]+", StringComparison.Ordinal)
            .Replace(@"/\*\*", "(/.*)?", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]+", StringComparison.Ordinal);
}
