using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Lambda.Telemetry;

/// <summary>
/// Lines of JSON for CloudWatch Logs. Text from findings and from the PCE is a value in it, never a part of its form (law 14).
/// </summary>
public sealed class Log(TextWriter output, TimeProvider clock)
{
    /// <summary>Of the invocation that is being handled; null between them.</summary>
    public string? RequestId { get; set; }

    public void Info(string message, LogDetail? detail = null) => Write("INFO", message, detail);

    public void Warn(string message, LogDetail? detail = null) => Write("WARN", message, detail);

    public void Error(string message, LogDetail? detail = null) => Write("ERROR", message, detail);

    public void Write(EmbeddedMetrics metrics)
    {
        foreach (var line in metrics.ToLines(clock.GetUtcNow()))
        {
            output.WriteLine(line);
        }
    }

    private void Write(string level, string message, LogDetail? detail) =>
        output.WriteLine(
            JsonSerializer.Serialize(new LogLine(clock.GetUtcNow(), level, message, RequestId, detail), LogJson.Default.LogLine)
        );
}

/// <summary>What a line says beside its message.</summary>
public sealed record LogDetail
{
    /// <summary>Of a finding, as GuardDuty calls it.</summary>
    public IReadOnlyList<string>? Findings { get; init; }

    /// <summary>Of a message of the queue.</summary>
    public string? MessageId { get; init; }

    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    public string? Detail { get; init; }

    public int? Added { get; init; }

    public int? Removed { get; init; }

    public int? KeptBack { get; init; }

    public long? PolicyVersion { get; init; }
}

internal sealed record LogLine(
    DateTimeOffset Timestamp,
    string Level,
    string Message,
    string? RequestId,
    [property: JsonPropertyName("shield")] LogDetail? Detail
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LogJson : JsonSerializerContext;
