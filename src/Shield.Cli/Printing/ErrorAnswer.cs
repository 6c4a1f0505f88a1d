using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Operating.Answers;

namespace Shield.Cli.Printing;

/// <summary>The one document of a command that failed.</summary>
public sealed record ErrorAnswer(ErrorDetail Error)
{
    public static ErrorAnswer Of(AnswerFault fault) => Of(fault.Code, fault.Sentence);

    public static ErrorAnswer Of(string code, string message) => new(new ErrorDetail { Code = code, Message = message });
}

public sealed record ErrorDetail
{
    /// <summary>Stable, for scripts: <c>settings</c>, <c>usage</c>, <c>ledger</c>, <c>pce-unreachable</c> …</summary>
    public required string Code { get; init; }

    public required string Message { get; init; }

    /// <summary>Every single fault, where there may be several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Faults { get; init; }

    /// <summary>What to do next, where the message does not say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remedy { get; init; }

    /// <summary>The PCE's own error token.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>The PCE's X-Request-Id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    /// <summary>What stands in the ledger nevertheless: the act, or the answer of <c>ingest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Recorded { get; init; }
}
