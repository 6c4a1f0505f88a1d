using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Records;

/// <summary>Keys of a pairing profile: made, and all taken back. No VEN pairs with a simulator, so a key opens nothing.</summary>
internal static class PairingKeys
{
    public static Answer Create(Pce pce, Call call)
    {
        Body.Closed(call.Body, "pairing_profiles_pairing_key_post");
        Demand(pce, call, "/pairing_key");
        return Answer.Created(new JsonObject { ["activation_code"] = $"simulated{Guid.NewGuid():N}" });
    }

    public static Answer DeleteAll(Pce pce, Call call)
    {
        Demand(pce, call, "/pairing_keys");
        return Answer.NoContent;
    }

    private static void Demand(Pce pce, Call call, string end)
    {
        if (pce.Records.Find(call.Path["/api/v2".Length..^end.Length]) is null)
        {
            throw Refusal.NotFound();
        }
    }
}
