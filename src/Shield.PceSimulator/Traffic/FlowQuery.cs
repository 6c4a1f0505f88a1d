using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Traffic;

/// <summary>What a traffic query asks for (schema traffic_flows_async_queries_post).</summary>
internal sealed class FlowQuery
{
    private const string Schema = "traffic_flows_async_queries_post";
    private const int MostRows = 200_000;

    private static readonly string[] Properties =
    [
        "query_name",
        "start_date",
        "end_date",
        "sources_destinations_query_op",
        "sources",
        "destinations",
        "data_sources",
        "services",
        "policy_decisions",
        "boundary_decisions",
        "max_results",
        "exclude_workloads_from_ip_list_query",
    ];

    private readonly FlowSide _sources;
    private readonly FlowSide _destinations;
    private readonly bool _either;
    private readonly bool _onlyListed;
    private readonly ServiceFilter _services;
    private readonly string[] _decisions;
    private readonly string[] _boundaries;
    private readonly bool _fromServers;

    public FlowQuery(Pce pce, JsonElement? element)
    {
        var body = Body.Closed(element, Schema, Properties)
            .Require("query_name", "sources", "destinations", "services", "policy_decisions", "max_results");
        body.Text("query_name");
        (From, To) = (Time(body, "start_date") ?? DateTimeOffset.MinValue, Time(body, "end_date") ?? pce.Now);
        MaxResults = body.Number("max_results", 0, MostRows)!.Value;
        _sources = FlowSide.Read(pce, body, "sources", Schema);
        _destinations = FlowSide.Read(pce, body, "destinations", Schema);
        _either = body.OneOf("sources_destinations_query_op", "and", "or") is "or";
        _onlyListed = (body.Flag("exclude_workloads_from_ip_list_query") ?? true) && (_sources.NamesAList || _destinations.NamesAList);
        _services = ServiceFilter.Read(body, Schema);
        _decisions = Words(body, "policy_decisions", "allowed", "potentially_blocked", "blocked", "unknown");
        _boundaries = Words(body, "boundary_decisions", "blocked", "blocked_by_override_deny", "blocked_non_illumio_rule");
        _fromServers = FromServers(body);
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public int MaxResults { get; }

    /// <summary>Newest last, as they were first seen.</summary>
    public ImmutableArray<ObservedFlow> Run(Pce pce) =>
        [.. new Observation(pce).Between(From, To).Where(Fits).OrderBy(row => row.First).ThenBy(row => row.Inbound)];

    private bool Fits(ObservedFlow row) =>
        _fromServers
        && Sides(row)
        && _services.Fits(row.Flow)
        && (_decisions is [] || _decisions.Contains(row.Report.Decision))
        && (_boundaries is [] || _boundaries.Contains(row.Report.Boundary));

    private bool Sides(ObservedFlow row)
    {
        var source = Side(_sources, row.Flow.Source.Workload is not null) && _sources.Fits(row.Flow.Source, null);
        var destination =
            Side(_destinations, row.Flow.Destination.Workload is not null) && _destinations.Fits(row.Flow.Destination, row.Name);
        return _either ? source || destination : source && destination;
    }

    /// <summary>Where a side asks for an IP list, a workload that is inside it is not meant.</summary>
    private bool Side(FlowSide side, bool isWorkload) => !(_onlyListed && side.NamesAList && isWorkload);

    /// <summary>Every flow here was reported by a VEN on a server.</summary>
    private static bool FromServers(Body body)
    {
        if (!body.Has("data_sources"))
        {
            return true;
        }

        var sources = Body.Closed(body.Get("data_sources"), Schema, body.At("data_sources"), ["include", "exclude"]);
        var (include, exclude) = (Kinds("include"), Kinds("exclude"));
        return (include is [] || include.Contains("server")) && !exclude.Contains("server");

        string[] Kinds(string name) => Words(sources, name, "server", "endpoint", "flowlink", "scanner");
    }

    private static string[] Words(Body body, string name, params string[] known) =>
        [
            .. (body.Items(name) ?? []).Select(item =>
                item.Value.ValueKind is JsonValueKind.String && known.Contains(item.Value.GetString())
                    ? item.Value.GetString()!
                    : throw Refusal.Invalid(
                        $"The property '{item.Where}' did not match one of the following values: {string.Join(", ", known)} "
                            + $"in schema {Schema}.schema.json"
                    )
            ),
        ];

    /// <summary>The schema says a date; clients send a date and a time, and both are taken (docs/pce.md#21-traffic).</summary>
    private static DateTimeOffset? Time(Body body, string name) =>
        body.Text(name) switch
        {
            null => null,
            { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
            { } text => throw Refusal.Invalid($"The property '{body.At(name)}' is no date: {text}"),
        };
}
