using Shield.PceSimulator.Http;
using Shield.PceSimulator.Reach;

namespace Shield.PceSimulator.Traffic;

/// <summary>Which services a query wants and which not: of the first any, of the second none.</summary>
internal sealed class ServiceFilter
{
    private static readonly string[] Properties = ["port", "to_port", "proto", "process_name", "windows_service_name"];

    private readonly Func<Flow, bool>[] _include;
    private readonly Func<Flow, bool>[] _exclude;

    private ServiceFilter(Func<Flow, bool>[] include, Func<Flow, bool>[] exclude) => (_include, _exclude) = (include, exclude);

    public static ServiceFilter Read(Body query, string schema)
    {
        var services = Body.Closed(query.Get("services"), schema, query.At("services"), ["include", "exclude"])
            .Require("include", "exclude");
        return new ServiceFilter(Items("include"), Items("exclude"));

        Func<Flow, bool>[] Items(string name) =>
            [.. services.Items(name)!.Select(item => One(Body.Closed(item.Value, schema, item.Where, Properties)))];
    }

    public bool Fits(Flow flow) => (_include is [] || _include.Any(fits => fits(flow))) && !_exclude.Any(fits => fits(flow));

    private static Func<Flow, bool> One(Body item)
    {
        var (port, last, protocol) = (item.Number("port", 0, 65_535), item.Number("to_port", 0, 65_535), item.Number("proto", -1, 255));

        // No VEN here tells of a process, so a query for one finds nothing.
        var asksForProcess = item.Text("process_name") is not null || item.Text("windows_service_name") is not null;
        return flow =>
            !asksForProcess
            && (protocol is null || flow.Protocol == protocol)
            && (port is null || (flow.Port >= port && flow.Port <= (last ?? port)));
    }
}
