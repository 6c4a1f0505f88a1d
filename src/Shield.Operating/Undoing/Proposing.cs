using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Operating.Faults;

namespace Shield.Operating.Undoing;

/// <summary>Looks ahead: what acts would come to if they were recorded.</summary>
public static class Proposing
{
    /// <param name="reader">Null where the PCE cannot be read from here.</param>
    /// <param name="acts">Not recorded.</param>
    /// <param name="now">The moment.</param>
    /// <param name="note">Told why it cannot be said.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null where the PCE could not be read.</returns>
    public static async Task<Foreseen?> ForeseeAsync(
        SituationReader? reader,
        ImmutableArray<Act> acts,
        DateTimeOffset now,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        if (reader is null)
        {
            return null;
        }

        try
        {
            return Foreseen.Of(await reader.ReadAsync(now, cancellationToken), reader, acts);
        }
        catch (PceException failure)
        {
            note($"what it would change on the PCE is unknown: {PceAdvice.Sentence(failure)}");
            return null;
        }
    }
}
