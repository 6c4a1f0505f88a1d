using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Faults;

namespace Shield.Operating.Reading;

/// <summary>
/// What is decided, and how it stands on the PCE as far as that could be read: what every command that only looks starts from.
/// </summary>
/// <param name="Situation">Null where the PCE could not be read.</param>
/// <param name="Unreachable">Why not.</param>
public sealed record Overview(Decided Decided, Situation? Situation, PceException? Unreachable)
{
    public static async Task<Overview> ReadAsync(SituationReader reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var situation = await reader.ReadAsync(now, cancellationToken);
            return new Overview(situation.Decided, situation, null);
        }
        catch (PceException failure)
        {
            return new Overview(await reader.DecideWithoutPceAsync(failure.Message, now, cancellationToken), null, failure);
        }
        catch (Exception unexpected) when (UnexpectedFault.Is(unexpected))
        {
            // Something on the PCE that we cannot make sense of: what is decided can be told all the same.
            var failure = new PceException(
                PceFault.Unreadable,
                $"what the PCE shows cannot be worked with: {UnexpectedFault.Sentence(unexpected)}"
            );
            return new Overview(await reader.DecideWithoutPceAsync(failure.Message, now, cancellationToken), null, failure);
        }
    }

    /// <summary>Every decision with its state; without the PCE the state is unknown, and the decision stands.</summary>
    public ImmutableArray<Threat> Threats() => [.. Decided.Decisions.Select(StateOf())];

    /// <summary>The answer for an indicator that no decision is about: of an address in a blocked range, say.</summary>
    public Threat About(Indicator indicator) => StateOf()(Decided.About(indicator));

    private Func<Decision, Threat> StateOf() =>
        Situation is { } situation ? new ThreatStates(situation.Plan, situation.View).Of : Threat.WithoutPce;
}
