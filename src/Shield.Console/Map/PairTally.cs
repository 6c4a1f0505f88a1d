using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Console.Map;

/// <summary>
/// Counts the pairs of each two nodes by their state. Pairs are not looked at one by one, which would be millions: workloads that enforce
/// the same blocks count together, and only pairs of which something was seen are looked at.
/// </summary>
internal sealed class PairTally
{
    private static readonly int States = Enum.GetValues<PairState>().Length;

    private readonly int _ours;
    private readonly int _theirs;
    private readonly long[] _pairs;
    private readonly int[] _parties;
    private readonly long[] _seen;

    private PairTally(int ours, int theirs)
    {
        (_ours, _theirs) = (ours, theirs);
        var cells = ours * theirs * States;
        (_pairs, _parties, _seen) = (new long[cells], new int[cells], new long[cells]);
    }

    public static PairTally Of(Picture picture, MapSide ours, MapSide theirs)
    {
        var tally = new PairTally(ours.Nodes.Length, theirs.Nodes.Length);
        var profiles = ProfilesOf(picture, ours);
        var seen = picture.Seen.Where(pair => ours.NodeOf[pair.Workload] >= 0).ToLookup(pair => pair.Party);
        var (pairs, weights) = (new long[tally._ours * States], new long[tally._ours * States]);
        for (var at = 0; at < picture.Parties.Length; at++)
        {
            if (theirs.NodeOf[at] is >= 0 and var node)
            {
                var party = picture.Parties[at];
                Array.Clear(pairs);
                Array.Clear(weights);
                CountUnseen(party, profiles, pairs);
                CountSeen(party, seen[at], picture, ours, pairs, weights);
                tally.Add(node, pairs, weights, picture.HasTraffic ? 0 : party.Sightings);
            }
        }

        return tally;
    }

    public IEnumerable<MapLine> Lines() =>
        from ours in Enumerable.Range(0, _ours)
        from theirs in Enumerable.Range(0, _theirs)
        from state in PairStateWords.Drawn
        let cell = CellOf(ours, theirs, state)
        where _pairs[cell] > 0
        select new MapLine(ours, theirs, state, _pairs[cell], _parties[cell], _seen[cell]);

    public ImmutableSortedDictionary<PairState, long> Totals() =>
        Enum.GetValues<PairState>()
            .ToImmutableSortedDictionary(
                state => state,
                state => Enumerable.Range(0, _ours * _theirs).Sum(pair => _pairs[(pair * States) + (int)state])
            );

    /// <summary>For each node of ours, how many of its workloads enforce exactly which blocks.</summary>
    private static int[][] ProfilesOf(Picture picture, MapSide ours)
    {
        var profiles = ours.Nodes.Select(_ => new int[(int)BlockKinds.All + 1]).ToArray();
        for (var at = 0; at < picture.Workloads.Length; at++)
        {
            if (ours.NodeOf[at] is >= 0 and var node)
            {
                profiles[node][(int)picture.Workloads[at].Enforces]++;
            }
        }

        return profiles;
    }

    private static void CountUnseen(RemoteParty party, int[][] profiles, long[] pairs)
    {
        for (var node = 0; node < profiles.Length; node++)
        {
            var all = profiles[node].Sum();
            if (party.State is EntryState.Unknown || party.Kinds is BlockKinds.None)
            {
                var state = party.State is EntryState.Unknown ? PairState.Unproven : party.UnseenState;
                pairs[(node * States) + (int)state] = all;
            }
            else
            {
                var blocked = party.IsWhollyListed
                    ? profiles[node].Where((_, enforced) => ((BlockKinds)enforced).HasAll(party.Kinds)).Sum()
                    : 0;
                pairs[(node * States) + (int)PairState.Blocked] = blocked;
                pairs[(node * States) + (int)PairState.Unproven] = all - blocked;
            }
        }
    }

    private static void CountSeen(
        RemoteParty party,
        IEnumerable<SeenPair> seen,
        Picture picture,
        MapSide ours,
        long[] pairs,
        long[] weights
    )
    {
        foreach (var pair in seen)
        {
            var (workload, node) = (picture.Workloads[pair.Workload], ours.NodeOf[pair.Workload]);
            var state = Picture.StateOf(party, workload, pair);
            pairs[(node * States) + (int)Picture.StateOf(party, workload, null)]--;
            pairs[(node * States) + (int)state]++;
            weights[(node * States) + (int)state] += picture.HasTraffic ? pair.Connections : 0;
        }
    }

    private void Add(int theirs, long[] pairs, long[] weights, long sightings)
    {
        for (var at = 0; at < pairs.Length; at++)
        {
            if (pairs[at] > 0)
            {
                var cell = CellOf(at / States, theirs, (PairState)(at % States));
                _pairs[cell] += pairs[at];
                _parties[cell]++;
                _seen[cell] += weights[at] + sightings;
            }
        }
    }

    private int CellOf(int ours, int theirs, PairState state) => (((ours * _theirs) + theirs) * States) + (int)state;
}
