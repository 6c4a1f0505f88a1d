using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Faults;

/// <summary><c>/sim/v1/faults</c>: the script in force, what it did so far, another one, none.</summary>
internal static class FaultEndpoints
{
    public static Answer Get(Pce pce, Call call) => Answer.Ok(Write(pce));

    public static Answer Replace(Pce pce, Call call)
    {
        pce.Faults = new FaultScript(FaultJson.Read(call.Body));
        return Answer.Created(Write(pce));
    }

    public static Answer Clear(Pce pce, Call call)
    {
        pce.Faults = new FaultScript([]);
        return Answer.NoContent;
    }

    private static JsonArray Write(Pce pce) => new([.. pce.Faults.Rules.Select(FaultJson.Write)]);
}
