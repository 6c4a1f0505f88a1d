using System.Text.Json.Serialization;
using Shield.Core.Ledger;
using Shield.Operating.Acts;

namespace Shield.Operating.Threats;

/// <summary>One act in <c>threats acts</c>.</summary>
public sealed record ListedActRow : ActFields
{
    private ListedActRow(Act act)
        : base(act) { }

    /// <summary><c>in-force</c>, <c>ended</c> or <c>withdrawn</c>.</summary>
    [JsonPropertyOrder(1)]
    public required string State { get; init; }

    /// <summary>The act that a withdrawal takes back.</summary>
    [JsonPropertyOrder(2)]
    public required string? Withdraws { get; init; }

    /// <summary>The withdrawal that took it back.</summary>
    [JsonPropertyOrder(3)]
    public required string? WithdrawnBy { get; init; }

    public static ListedActRow Of(Act act, ActEnds ends, DateTimeOffset now)
    {
        var withdrawnBy = ends.WithdrawalOf(act)?.Id;
        return new ListedActRow(act)
        {
            State =
                withdrawnBy is not null ? "withdrawn"
                : ends.IsOver(act, now) ? "ended"
                : "in-force",
            Withdraws = act.Withdraws,
            WithdrawnBy = withdrawnBy,
        };
    }
}
