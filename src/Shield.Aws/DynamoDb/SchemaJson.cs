using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>Read also where a later version says more in it: its two numbers decide what is said of the rest.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record SchemaJson(int Major, int Minor)
{
    public static SchemaJson Of(SchemaVersion version) => new(version.Major, version.Minor);

    public SchemaVersion ToVersion() => new(Major, Minor);
}
