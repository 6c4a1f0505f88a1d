namespace Shield.PceSimulator.Reach;

/// <summary>A new connection: established ones are not asked (pce-api.md 9.6).</summary>
/// <param name="Protocol">IANA's number; null: any, which policy_check may ask.</param>
/// <param name="Port">Null: any.</param>
internal sealed record Flow(Party Source, Party Destination, int? Protocol, int? Port);
