using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;

namespace Shield.Cli.Policy;

/// <summary>
/// <c>simulate</c>: a history under the policy in force and under another, moment by moment. Is handed nothing that could write.
/// </summary>
internal sealed class Simulation(Trial trial, ShieldSettings inForce, ShieldSettings candidate)
{
    /// <param name="evidence">The history.</param>
    /// <param name="since">Parties that neither policy blocks or holds from then on are left out; null for all of it.</param>
    /// <param name="at">Its end.</param>
    public Answer<Simulated> Run(LedgerContent evidence, DateTimeOffset? since, DateTimeOffset at)
    {
        var (old, @new) = (trial.ContextOf(inForce, evidence, at), trial.ContextOf(candidate, evidence, at));
        var (before, after) = (Replay.Of(evidence, old, since), Replay.Of(evidence, @new, since));
        var (byOld, byNew) = (Known(before), Known(after));
        ImmutableArray<SimulatedParty> parties =
        [
            .. byOld
                .Keys.Union(byNew.Keys)
                .Order()
                .Select(party => new SimulatedParty(party, Of(byOld, party, evidence, old), Of(byNew, party, evidence, @new))),
        ];
        return new Answer<Simulated>(
            new Simulated
            {
                Since = since,
                At = at,
                Before = SimulatedCounts.Of(before),
                After = SimulatedCounts.Of(after),
                Parties = parties,
                Rejected = trial.Rejected.Listed,
                Unreadable = @new.NeverBlock.Unreadable,
            },
            trial.Rejected.Count > 0 ? ExitCode.Rejected : ExitCode.Done
        );
    }

    private static Dictionary<Indicator, ReplayedParty> Known(ImmutableArray<ReplayedParty> parties) =>
        parties.ToDictionary(party => party.Now.Indicator);

    /// <summary>A party that one policy leaves out of the time asked about is told as it stands at the end.</summary>
    private static ReplayedParty Of(
        Dictionary<Indicator, ReplayedParty> known,
        Indicator party,
        LedgerContent evidence,
        DecisionContext context
    ) => known.GetValueOrDefault(party) ?? new ReplayedParty(Decide.About(party, evidence, context), null, null, null);
}

/// <summary>What <c>simulate</c> found, before it is told as JSON or as text.</summary>
internal sealed record Simulated
{
    /// <summary>Null: from the first evidence on.</summary>
    public required DateTimeOffset? Since { get; init; }

    public required DateTimeOffset At { get; init; }

    public required SimulatedCounts Before { get; init; }

    public required SimulatedCounts After { get; init; }

    public required ImmutableArray<SimulatedParty> Parties { get; init; }

    public IEnumerable<SimulatedParty> Changed => Parties.Where(party => party.IsChanged);

    /// <summary>Parts of the input that could not be used.</summary>
    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    /// <summary>Never-block sources that could not be read under the candidate.</summary>
    public required ImmutableArray<string> Unreadable { get; init; }
}

/// <param name="Blocked">Ever, in the time asked about.</param>
/// <param name="Held">Ever.</param>
/// <param name="Ended">Of the blocked ones those that are not blocked at the end.</param>
/// <param name="Standing">Blocked at the end.</param>
public sealed record SimulatedCounts(int Blocked, int Held, int Ended, int Standing)
{
    public static SimulatedCounts Of(ImmutableArray<ReplayedParty> parties) =>
        new(
            parties.Count(party => party.BlockedAt is not null),
            parties.Count(party => party.HeldAt is not null),
            parties.Count(party => party.EndedAt is not null),
            parties.Count(party => party.Now.Verdict is Verdict.Block)
        );
}

internal sealed record SimulatedParty(Indicator Indicator, ReplayedParty Before, ReplayedParty After)
{
    public bool IsChanged => Told(Before) != Told(After);

    private static (Verdict, string, Directions, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, DateTimeOffset?) Told(
        ReplayedParty party
    ) => (party.Now.Verdict, party.Now.Reason, party.Now.Directions, party.Now.Until, party.BlockedAt, party.EndedAt, party.HeldAt);
}
