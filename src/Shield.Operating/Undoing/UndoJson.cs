using System.Text.Json.Serialization;

namespace Shield.Operating.Undoing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(UndoAnswer))]
[JsonSerializable(typeof(RollbackAnswer))]
public sealed partial class UndoJson : JsonSerializerContext;
