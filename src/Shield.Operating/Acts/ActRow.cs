using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Operating.Acts;

/// <summary>One act, in the answer to it and in <c>explain</c>.</summary>
public sealed record ActRow : ActFields
{
    private ActRow(Act act)
        : base(act) { }

    /// <summary>The act that a withdrawal takes back; absent for every other kind.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Withdraws { get; init; }

    /// <summary>The withdrawal that took this act back; absent where none did, or nobody asked.</summary>
    [JsonPropertyOrder(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WithdrawnBy { get; init; }

    public static ActRow Of(Act act) => new(act) { Withdraws = act.Withdraws };
}
