using System.Collections.Immutable;
using Shield.Cli.Acts;
using Shield.Core.Ledger;

namespace Shield.Cli.Threats;

/// <summary>One act in <c>threats acts</c>.</summary>
public sealed record ListedActRow
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string? Indicator { get; init; }

    public required string Direction { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }

    /// <summary><c>in-force</c>, <c>ended</c> or <c>withdrawn</c>.</summary>
    public required string State { get; init; }

    /// <summary>The act that a withdrawal takes back.</summary>
    public required string? Withdraws { get; init; }

    /// <summary>The withdrawal that took it back.</summary>
    public required string? WithdrawnBy { get; init; }

    public static ListedActRow Of(Act act, ImmutableDictionary<string, Act> withdrawals, DateTimeOffset now)
    {
        var row = ActRow.Of(act);
        var withdrawnBy = withdrawals.GetValueOrDefault(act.Id)?.Id;
        return new ListedActRow
        {
            Id = row.Id,
            Kind = row.Kind,
            Indicator = row.Indicator,
            Direction = row.Direction,
            At = row.At,
            Until = row.Until,
            Who = row.Who,
            Why = row.Why,
            State =
                withdrawnBy is not null ? "withdrawn"
                : act.Until <= now ? "ended"
                : "in-force",
            Withdraws = act.Withdraws,
            WithdrawnBy = withdrawnBy,
        };
    }
}
