using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Effects;
using Shield.Operating.Words;

namespace Shield.Cli.Demo;

/// <summary>
/// What the demo promises, held against what an independent reading of the PCE's active policy says: each attacker was in and is out, and
/// for nobody else anything changed.
/// </summary>
internal static class Promises
{
    /// <returns>Every promise that was not kept, as a sentence; empty where all is well.</returns>
    public static ImmutableArray<string> Broken(ImmutableArray<Party> parties, Reach reach, ImmutableArray<Standing> threats)
    {
        var before = reach.Before.ToLookup(way => way.From);
        var after = reach.After.ToLookup(way => way.From);
        var verdicts = threats.ToLookup(threat => threat.Name);
        return
        [
            .. Enum.GetValues<PartyRole>().Except(parties.Select(party => party.Role)).Select(role => $"nobody is in the role {role}"),
            .. parties.SelectMany(party => OfReach(party, [.. before[party.Address]], [.. after[party.Address]])),
            .. parties.SelectMany(party => OfVerdict(party, verdicts[party.Address].FirstOrDefault())),
        ];
    }

    private static IEnumerable<string> OfReach(Party party, ImmutableArray<Way> before, ImmutableArray<Way> after)
    {
        if (!before.Any(way => way.Allowed))
        {
            yield return $"{Name(party)} reached nothing to begin with, so nothing is shown by it";
        }

        var wrong = party.Role is PartyRole.Attacker ? after.Where(way => way.Allowed) : after.ExceptBy(before.Select(Answer), Answer);
        foreach (var way in wrong)
        {
            yield return $"{Name(party)} {(way.Allowed ? "reaches" : "no longer reaches")} {way.To}:{way.Port} ({way.By})";
        }

        if (before.Length != after.Length)
        {
            yield return $"{Name(party)} was asked about {before.Length} ways before and {after.Length} after";
        }
    }

    private static IEnumerable<string> OfVerdict(Party party, Standing? threat)
    {
        if (party.Role is PartyRole.Attacker && threat is not { Verdict: Verdict.Block, State: EntryState.Active })
        {
            yield return $"{Name(party)} is {threat?.State.ToWord() ?? "not even known"}: {threat?.Reason}";
        }

        if (party.Role is not PartyRole.Attacker && threat is { Verdict: Verdict.Block })
        {
            yield return $"{Name(party)} is to be blocked: {threat.Reason}";
        }
    }

    // Only whether they get in is compared: after init another rule may let them in than before.
    private static (string, int, bool) Answer(Way way) => (way.To, way.Port, way.Allowed);

    private static string Name(Party party) => $"{party.Role} {party.Address}";
}
