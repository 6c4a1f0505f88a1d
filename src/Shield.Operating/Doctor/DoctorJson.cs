using System.Text.Json.Serialization;

namespace Shield.Operating.Doctor;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DoctorAnswer))]
public sealed partial class DoctorJson : JsonSerializerContext;
