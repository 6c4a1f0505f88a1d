using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

/// <summary>
/// Unknown members are ignored, missing required ones and nulls where none may be are errors that name them, and a name that stands
/// twice is refused: which of the two would hold is nothing to guess about.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false
)]
[JsonSerializable(typeof(IpListWire[]))]
[JsonSerializable(typeof(IpListEntriesBody))]
[JsonSerializable(typeof(IpListDescriptionBody))]
[JsonSerializable(typeof(NewIpListBody))]
[JsonSerializable(typeof(RuleSetWire[]))]
[JsonSerializable(typeof(NewRuleSetBody))]
[JsonSerializable(typeof(RuleSetScopesBody))]
[JsonSerializable(typeof(AnyRuleSetWire[]))]
[JsonSerializable(typeof(AnyRuleWire))]
[JsonSerializable(typeof(RuleSideBody))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(DenyRuleWire[]))]
[JsonSerializable(typeof(NewDenyRuleBody))]
[JsonSerializable(typeof(ProvisionBody))]
[JsonSerializable(typeof(RevertBody))]
[JsonSerializable(typeof(PolicyVersionWire[]))]
[JsonSerializable(typeof(PendingWire))]
[JsonSerializable(typeof(PolicyCheckWire))]
[JsonSerializable(typeof(ServiceWire[]))]
[JsonSerializable(typeof(LabelWire[]))]
[JsonSerializable(typeof(WorkloadWire[]))]
[JsonSerializable(typeof(HealthWire[]))]
[JsonSerializable(typeof(JobWire))]
[JsonSerializable(typeof(EventWire[]))]
[JsonSerializable(typeof(UserWire))]
[JsonSerializable(typeof(TrafficQueryBody))]
[JsonSerializable(typeof(TrafficQueryWire))]
[JsonSerializable(typeof(TrafficRowWire[]))]
internal sealed partial class PceJson : JsonSerializerContext;
