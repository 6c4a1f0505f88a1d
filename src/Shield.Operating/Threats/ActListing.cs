using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Operating.Threats;

/// <summary><c>threats acts</c>, and the acts that <c>threats withdraw</c> names.</summary>
public static class ActListing
{
    /// <param name="acts">All there are.</param>
    /// <param name="since">Only those from then on; null for all.</param>
    /// <param name="who">Only those by a name that contains this, whatever its case; null for all.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The newest first.</returns>
    public static Answer<ImmutableArray<ListedActRow>> Of(ImmutableArray<Act> acts, DateTimeOffset? since, string? who, DateTimeOffset now)
    {
        var ends = new ActEnds(acts);
        return new Answer<ImmutableArray<ListedActRow>>(
            [
                .. acts.Where(act =>
                        (since is null || act.At >= since) && (who is null || act.Who.Contains(who, StringComparison.OrdinalIgnoreCase))
                    )
                    .OrderByDescending(act => act)
                    .Select(act => ListedActRow.Of(act, ends, now)),
            ],
            ExitCode.Done
        );
    }

    /// <returns>The acts, or why one of them cannot be taken back.</returns>
    public static (ImmutableArray<Act> Acts, string? Fault) Find(ImmutableArray<string> ids, ImmutableArray<Act> acts)
    {
        var byId = acts.ToDictionary(act => act.Id, StringComparer.OrdinalIgnoreCase);
        var ends = new ActEnds(acts);
        var found = ImmutableArray.CreateBuilder<Act>();
        foreach (var id in ids)
        {
            if (!byId.TryGetValue(id, out var act))
            {
                return ([], $"the ledger holds no act '{id}'; shield threats acts shows the ids");
            }

            if (ends.WithdrawalOf(act) is { } by)
            {
                return ([], $"act {act.Id} was withdrawn already, by {by.Who} at {TimeText.Of(by.At)}");
            }

            if (act.Kind is ActKind.Pause or ActKind.Resume)
            {
                return (
                    [],
                    $"act {act.Id} is a {act.Kind.ToWord()}, which the flag on the PCE carries out: shield resume, or shield pause"
                );
            }

            found.Add(act);
        }

        return (found.ToImmutable(), null);
    }
}
