using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>Always replaced as a whole and never merged, so a member of a later version is passed over and nothing is lost by it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record KeptBackJson(string Fingerprint, string[] Indicators, string[]? OverLimit)
{
    public static KeptBackJson Of(KeptBackSet set) =>
        new(set.Fingerprint, [.. set.Indicators], set.OverLimit is { } limited ? [.. limited] : null);

    public KeptBackSet ToSet() => new(Fingerprint, [.. Indicators]) { OverLimit = OverLimit is null ? null : [.. OverLimit] };
}
