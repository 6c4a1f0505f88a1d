using System.Text.Json.Serialization;

namespace Shield.Operating.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReportResult))]
public sealed partial class ReportJson : JsonSerializerContext;
