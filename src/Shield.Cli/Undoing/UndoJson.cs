using System.Text.Json.Serialization;

namespace Shield.Cli.Undoing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(UndoAnswer))]
[JsonSerializable(typeof(RollbackAnswer))]
internal sealed partial class UndoJson : JsonSerializerContext;
