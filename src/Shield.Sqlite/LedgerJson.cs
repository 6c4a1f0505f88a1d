using System.Text.Json.Serialization;

namespace Shield.Sqlite;

[JsonSerializable(typeof(string[]))]
internal sealed partial class LedgerJson : JsonSerializerContext;
