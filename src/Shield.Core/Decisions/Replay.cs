using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>What a policy would have made of one party.</summary>
/// <param name="Now">What it decides at the end: the same as <see cref="Decide.All"/>.</param>
/// <param name="BlockedAt">When it would have been blocked first; null: never.</param>
/// <param name="EndedAt">When the last of its blocks would have ended; null: never blocked, or blocked at the end.</param>
/// <param name="HeldAt">When it would first have waited for a person; null: never.</param>
public sealed record ReplayedParty(Decision Now, DateTimeOffset? BlockedAt, DateTimeOffset? EndedAt, DateTimeOffset? HeldAt);

/// <summary>
/// A history, decided again in the order of time. Each party is asked about at every moment at which its answer may change: something new
/// was seen of it, an operator acted, an end came.
/// </summary>
/// <remarks>
/// The ledger keeps of a finding when it was first and last seen and until when it was supported: between the two it counts as seen. What
/// is never blocked is as at the end. Limits and the room on the PCE are no part of a decision, and none of a replay.
/// </remarks>
public static class Replay
{
    /// <summary>Ends that follow one another without new evidence: an end is at least 12 hours after the one before.</summary>
    private const int MostMoments = 2_000;

    /// <param name="content">The evidence and the acts.</param>
    /// <param name="context">The policy, what is never blocked, and the end.</param>
    /// <param name="since">Parties that were neither blocked nor held from then on are left out; null for all.</param>
    public static ImmutableArray<ReplayedParty> Of(LedgerContent content, DecisionContext context, DateTimeOffset? since)
    {
        var states = content.States.GroupBy(state => state.Key).ToDictionary(same => same.Key, same => same.First());
        return
        [
            .. Decide
                .All(content, context)
                .Select(decision => Of(decision, states, context, since))
                .Where(party =>
                    since is null || party.Now.Verdict is not Verdict.Ignore || party.EndedAt >= since || party.HeldAt >= since
                ),
        ];
    }

    private static ReplayedParty Of(
        Decision decision,
        Dictionary<FindingKey, FindingState> known,
        DecisionContext context,
        DateTimeOffset? since
    )
    {
        ImmutableArray<FindingState> states =
        [
            .. decision
                .Sightings.Select(sighting => known.GetValueOrDefault(sighting.Key.Finding))
                .OfType<FindingState>()
                .DistinctBy(state => state.Key),
        ];
        var moments = new SortedSet<DateTimeOffset>(MomentsOf(decision, states).Where(moment => moment < context.Now));
        var (blockedAt, endedAt, heldAt) = ((DateTimeOffset?)null, (DateTimeOffset?)null, (DateTimeOffset?)null);
        var blocks = false;
        for (var asked = 0; moments.Count > 0 && asked < MostMoments; asked++)
        {
            var moment = moments.Min;
            moments.Remove(moment);
            Note(moment, At(moment));
        }

        Note(context.Now, decision);
        // What was over before the time asked about is no part of it.
        (blockedAt, endedAt) = endedAt < since ? (null, null) : (blockedAt, endedAt);
        heldAt = heldAt < since && decision.Verdict is not Verdict.Hold ? null : heldAt;
        return new ReplayedParty(decision, blockedAt, endedAt, heldAt);

        void Note(DateTimeOffset moment, Decision then)
        {
            var isBlocked = then.Verdict is Verdict.Block;
            endedAt =
                isBlocked ? null
                : blocks ? moment
                : endedAt;
            blockedAt = isBlocked && !blocks && (blockedAt is null || blockedAt < since) ? moment : blockedAt;
            heldAt = then.Verdict is Verdict.Hold && (heldAt is null || heldAt < since) ? moment : heldAt;
            blocks = isBlocked;
            foreach (var end in new[] { then.Inbound.Until, then.Outbound.Until })
            {
                if (end > moment && end < context.Now)
                {
                    moments.Add(end.Value);
                }
            }
        }

        Decision At(DateTimeOffset moment) =>
            Decide.About(
                decision.Indicator,
                new LedgerContent
                {
                    Sightings =
                    [
                        .. decision.Sightings.Where(sighting => sighting.FirstSeen <= moment).Select(sighting => Until(sighting, moment)),
                    ],
                    States = [.. states.Where(state => state.UpdatedAt <= moment)],
                    OwnAddresses = [],
                    Acts = [.. decision.Acts.Where(act => act.At <= moment)],
                    Resolutions = [],
                },
                context with
                {
                    Now = moment,
                    DatesAheadNoticed = null,
                }
            );
    }

    /// <summary>What was known of it then.</summary>
    private static Sighting Until(Sighting sighting, DateTimeOffset moment) =>
        sighting with
        {
            LastSeen = sighting.LastSeen > moment ? moment : sighting.LastSeen,
            Supported = sighting.Supported > moment ? moment : sighting.Supported,
        };

    private static IEnumerable<DateTimeOffset> MomentsOf(Decision decision, ImmutableArray<FindingState> states) =>
        decision
            .Sightings.SelectMany(sighting => new[] { sighting.FirstSeen, sighting.Supported })
            .Concat(states.SelectMany(state => new[] { state.UpdatedAt, state.Archiving?.At, state.Feedback?.At }))
            .Concat(decision.Acts.SelectMany(act => new[] { act.At, act.Until }))
            .OfType<DateTimeOffset>();
}
