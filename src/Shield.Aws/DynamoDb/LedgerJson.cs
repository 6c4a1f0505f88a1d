using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// What an item's attribute <c>json</c> holds. A member that this version does not know is refused: to leave it out when the item is
/// written back would lose what a newer Shield recorded.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    Converters = [typeof(InstantConverter)]
)]
[JsonSerializable(typeof(SightingJson))]
[JsonSerializable(typeof(SightingJson[]))]
[JsonSerializable(typeof(FindingStateJson))]
[JsonSerializable(typeof(OwnAddressJson))]
[JsonSerializable(typeof(ResolutionJson))]
[JsonSerializable(typeof(ActJson))]
[JsonSerializable(typeof(BaselineJson))]
[JsonSerializable(typeof(WorkloadsRead))]
[JsonSerializable(typeof(UpkeepNote))]
[JsonSerializable(typeof(KeptBackJson))]
[JsonSerializable(typeof(SchemaJson))]
[JsonSerializable(typeof(LeaseHolder))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>Every byte is paid for, and no browser reads this: nothing is escaped that JSON itself does not want escaped.</summary>
    public static LedgerJson Terse =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write<T>(T value, JsonTypeInfo<T> form) => JsonSerializer.Serialize(value, form);

    public static T Read<T>(string json, JsonTypeInfo<T> form)
        where T : class => JsonSerializer.Deserialize(json, form) ?? throw new FormatException("null is no item");
}
