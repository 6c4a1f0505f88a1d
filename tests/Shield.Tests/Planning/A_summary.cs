using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_summary
{
    private const string Clear = "Recon:EC2/PortProbeUnprotectedPort";
    private const string Unclear = "Behavior:EC2/NetworkPortUnusual";

    public static TheoryData<string, string[], string[], string[]> Cases =>
        new()
        {
            // what, listed (?: held), new | units: the entry, how many it is for, how many it replaces
            { "two that fill a block", [], ["45.95.11.8", "45.95.11.9"], ["45.95.11.8/31 2 0"] },
            { "two neighbours across a border", [], ["45.95.11.9", "45.95.11.10"], ["45.95.11.9 1 0", "45.95.11.10 1 0"] },
            { "four", [], ["45.95.11.8", "45.95.11.9", "45.95.11.10", "45.95.11.11"], ["45.95.11.8/30 4 0"] },
            { "three", [], ["45.95.11.8", "45.95.11.9", "45.95.11.10"], ["45.95.11.8/31 2 0", "45.95.11.10 1 0"] },
            { "one new beside one listed", ["45.95.11.8"], ["45.95.11.9"], ["45.95.11.8/31 1 1"] },
            { "two that are listed", ["45.95.11.8", "45.95.11.9"], [], ["45.95.11.8/31 0 2"] },
            { "one with a gap beside it", ["45.95.11.8"], ["45.95.11.11"], ["45.95.11.11 1 0"] },
            { "IPv6", [], ["2a0e:97c0::6", "2a0e:97c0::7"], ["2a0e:97c0::6/127 2 0"] },
            { "one new beside one that is held", ["?45.95.11.8"], ["45.95.11.9"], ["45.95.11.9 1 0"] },
            { "beside what is never blocked", [], ["45.95.11.0", "45.95.11.1"], ["45.95.11.0 1 0"] },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Covers_exactly_those_that_are_blocked(string what, string[] listed, string[] fresh, string[] units)
    {
        var known = Known(
            listed
                .Concat(fresh)
                .Select((party, i) => Seen(party.TrimStart('?'), party[0] is '?' ? Unclear : Clear, id: $"f{i:0000000}aaaa"))
        );
        var view = View(listed.Select((party, i) => Ours(party.TrimStart('?'), $"f{i:0000000}")));
        var context = Context(known);
        var input = Input(Core.Decisions.Decide.All(known, context), context.NeverBlock, view);
        var inbound = ListComparison.Of(OurLists.Of(view, Owner, PceMode.Deny).Lists[0], input);

        var told = Summaries
            .Of(inbound, inbound.Wanted)
            .OrderBy(unit => unit.Addition.Entry)
            .Select(unit => $"{unit.Addition.Entry} {unit.For.Length} {unit.Replaces.Length}");

        Assert.True(units.SequenceEqual(told), $"{what}: {string.Join(", ", told)}");
    }
}
