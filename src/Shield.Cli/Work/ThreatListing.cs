using System.Collections.Immutable;
using Shield.Cli.Output;
using Shield.Core.Decisions;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Work;

/// <summary><c>threats list</c>.</summary>
public static class ThreatListing
{
    /// <param name="all">The ignored and ended ones too.</param>
    /// <param name="note">Told where the PCE could not be read.</param>
    public static async Task<Answer<ImmutableArray<ThreatRow>>> ReadAsync(SituationReader reader, bool all, DateTimeOffset now, Action<string> note, CancellationToken cancellationToken)
    {
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        if (overview.Unreachable is { } failure)
        {
            note($"the state of blocks is unknown: {failure.Message}");
        }

        var shown = overview.Threats().Where(threat => all || threat.Decision.Verdict is not Verdict.Ignore || threat.State is EntryState.Releasing);
        return new Answer<ImmutableArray<ThreatRow>>([.. shown.Select(ThreatRow.Of)], ExitCode.Done);
    }
}
