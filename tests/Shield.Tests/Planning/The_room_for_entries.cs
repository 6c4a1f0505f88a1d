using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class The_room_for_entries
{
    /// <summary>Parties are written <c>address@severity</c>; with <c>!</c> an operator blocked it.</summary>
    public static TheoryData<string, int, string[], string[], string[], string[], string[]> Cases =>
        new()
        {
            // what, room, listed, new | added, removed, kept back
            { "room for all", 3, ["45.95.11.7@2"], ["45.95.20.1@5"], ["45.95.20.1"], [], [] },
            { "the worst of the new come first", 1, [], ["45.95.11.7@2", "45.95.20.1@5"], ["45.95.20.1"], [], ["45.95.11.7"] },
            { "a worse one displaces", 1, ["45.95.11.7@2"], ["45.95.20.1@5"], ["45.95.20.1"], ["45.95.11.7 displaced"], ["45.95.11.7"] },
            { "an equal one waits", 1, ["45.95.11.7@5"], ["45.95.20.1@5"], [], [], ["45.95.20.1"] },
            { "a lesser one waits", 1, ["45.95.11.7@8"], ["45.95.20.1@5"], [], [], ["45.95.20.1"] },
            {
                "an operator's outranks every severity",
                1,
                ["45.95.11.7@9"],
                ["45.95.20.1!"],
                ["45.95.20.1"],
                ["45.95.11.7 displaced"],
                ["45.95.11.7"]
            },
            {
                "the weakest goes, and only one",
                2,
                ["45.95.11.7@4", "45.95.12.7@2"],
                ["45.95.20.1@5"],
                ["45.95.20.1"],
                ["45.95.12.7 displaced"],
                ["45.95.12.7"]
            },
            { "neighbours become one entry", 1, ["45.95.11.8@2"], ["45.95.11.9@2"], ["45.95.11.8/31"], ["45.95.11.8 summarised"], [] },
            {
                "neighbours that become one entry make room for one more, and for no second",
                2,
                ["45.95.11.8@2", "45.95.11.9@2"],
                ["45.95.20.1@2", "45.95.21.1@2"],
                ["45.95.11.8/31", "45.95.20.1"],
                ["45.95.11.8 summarised", "45.95.11.9 summarised"],
                ["45.95.21.1"]
            },
            { "nothing leaves for want of room", 1, ["45.95.11.7@2", "45.95.12.7@2"], [], [], [], [] },
            {
                "a list that is too full already takes a worse one in the place of the weakest",
                1,
                ["45.95.11.7@2", "45.95.12.7@3"],
                ["45.95.20.1@9"],
                ["45.95.20.1"],
                ["45.95.11.7 displaced"],
                ["45.95.11.7"]
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Goes_to_the_worst(
        string what,
        int room,
        string[] listed,
        string[] fresh,
        string[] added,
        string[] removed,
        string[] keptBack
    )
    {
        var all = listed.Concat(fresh).Select(text => text.Split('@', '!')[0]).ToList();
        var ids = all.ToDictionary(party => party, party => $"f{all.IndexOf(party):0000000}aaaa");
        var known = Known(
            listed
                .Concat(fresh)
                .Where(text => text.Contains('@'))
                .Select(text => text.Split('@'))
                .Select(parts =>
                    Seen(parts[0], id: ids[parts[0]], severity: double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))
                ),
            listed
                .Concat(fresh)
                .Where(text => text.EndsWith('!'))
                .Select(text => Did(ActKind.Block, text[..^1]) with { Directions = Directions.Inbound })
        );
        var view = View(listed.Select(text => text.Split('@')[0]).Select(party => Ours(party, ids[party][..8])));
        var context = Context(known);
        var input = Input(Core.Decisions.Decide.All(known, context), context.NeverBlock, view);
        var inbound = ListComparison.Of(OurLists.Of(view, Owner, PceMode.Deny).Lists[0], input);

        var fitting = Fitting.Of([inbound], inbound.Wanted, new Capacity(room, OfOthers: 0, LearntTotal: null), Now);

        Assert.Equal(added, fitting.Add.Select(addition => addition.Entry.ToString()));
        Assert.Equal(removed, fitting.Remove.Select(removal => $"{removal.Entry} {removal.Cause}"));
        Assert.Equal(keptBack, fitting.KeptBack.Select(kept => kept.Addition.Entry.ToString()));
        Assert.True(fitting.KeptBack.All(kept => kept.Reason is ReasonCode.OverCapacity), what);
    }

    [Theory]
    [InlineData(6_000, 0, null, 6_000)]
    [InlineData(6_000, 3_000, null, 5_000)]
    [InlineData(6_000, 0, 4_000, 4_000)]
    [InlineData(6_000, 500, 4_000, 3_500)]
    [InlineData(6_000, 9_000, null, 0)]
    public void Is_what_others_leave_of_the_PCEs_limit(int ours, int others, int? learnt, int room) =>
        Assert.Equal(room, new Capacity(ours, others, learnt).ForOurs);

    [Theory]
    [InlineData(10, 9, false)]
    [InlineData(10, 10, true)]
    public void Is_scarce_when_more_than_nine_tenths_of_it_are_taken(int room, int taken, bool isScarce) =>
        Assert.Equal(isScarce, new Capacity(room, OfOthers: 0, LearntTotal: null).IsScarceWith(taken));

    [Theory]
    [InlineData(0, 7_199, false)]
    [InlineData(0, 7_200, true)]
    [InlineData(200, 6_999, false)]
    [InlineData(200, 7_000, true)]
    public void Is_near_its_end_when_everybodys_entries_come_to_nine_tenths_of_the_soft_limit(int others, int ours, bool isNear) =>
        Assert.Equal(isNear, new Capacity(6_000, others, LearntTotal: null).IsNearSoftLimitWith(ours));
}
