namespace Shield.PceSimulator.Reach;

/// <summary>A new connection. What happens to established ones is not simulated (docs/pce.md#13-who-reaches-whom).</summary>
/// <param name="Protocol">IANA's number; null: any, which policy_check may ask.</param>
/// <param name="Port">Null: any.</param>
internal sealed record Flow(Party Source, Party Destination, int? Protocol, int? Port);
