using System.Text.Json.Serialization;
using Shield.Core.Decisions;

namespace Shield.Core.Reconciling;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IntentJson.Wire), TypeInfoPropertyName = "IntentWire")]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(KeptBackNote.Wire), TypeInfoPropertyName = "KeptBackWire")]
[JsonSerializable(typeof(PceRefusal.Wire), TypeInfoPropertyName = "PceRefusalWire")]
[JsonSerializable(typeof(ReconcileReport))]
[JsonSerializable(typeof(DecisionPolicy))]
[JsonSerializable(typeof(PartyUseNote.Wire[]), TypeInfoPropertyName = "PartyUseWireArray")]
[JsonSerializable(typeof(string[]))]
internal sealed partial class HistoryJson : JsonSerializerContext;
