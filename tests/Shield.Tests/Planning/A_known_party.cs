using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_known_party
{
    private static readonly LedgerContent Ledger = Known(
        [Seen(Attacker, id: "f0000001aaaa"), Seen("45.95.11.40", id: "f0000002aaaa")],
        [
            Did(ActKind.Block, "45.95.11.0/28", "act1"),
            Did(ActKind.Block, "45.95.11.0/27", "act2"),
            Did(ActKind.Unblock, "45.95.11.4", "act3"),
        ]
    );

    [Theory]
    [InlineData("45.95.11.7", "f0000001", "45.95.11.7")] // the party itself
    [InlineData("45.95.11.7", "whatever", "45.95.11.7")] // the mark does not count where the party is exactly that
    [InlineData("45.95.11.8/29", "act1", "45.95.11.0/28")] // a piece of a block that was cut
    [InlineData("45.95.11.16/29", "act2", "45.95.11.0/27")] // a piece of the wider one
    [InlineData("45.95.11.8/29", "act9", null)] // a piece of nothing that is known
    [InlineData("45.95.11.8/29", "", null)]
    [InlineData("45.95.11.48/29", "act1", null)] // outside
    [InlineData("45.95.11.41", "f0000002", null)] // beside a single address, which has no pieces
    public void Is_found_by_the_entry_or_by_the_mark_of_a_piece(string entry, string id, string? party)
    {
        var mark = Ours(entry, id).Mark!;
        Assert.Equal(party, Parties(Ledger).About(Indicator.Parse(entry), mark)?.Indicator.ToString());
    }

    public static TheoryData<string, string[], string, string[]> Undone =>
        new()
        {
            // what, acts, entry | what of it was undone
            { "nothing", ["block 45.95.11.0/28"], "45.95.11.0/28", [] },
            { "one address of it", ["unblock 45.95.11.9"], "45.95.11.8/29", ["45.95.11.9 suppressed"] },
            { "a range around it", ["unblock 45.95.11.0/24"], "45.95.11.8/29", ["45.95.11.8/29 suppressed"] },
            {
                "what crosses its border, as far as it is inside",
                ["reject 45.95.11.14-45.95.11.20"],
                "45.95.11.8/29",
                ["45.95.11.14/31 rejected"]
            },
            {
                "two of it",
                ["unblock 45.95.11.9", "removedbyhand 45.95.11.12"],
                "45.95.11.8/29",
                ["45.95.11.9 suppressed", "45.95.11.12 removed-by-hand"]
            },
            { "another", ["unblock 45.95.12.9"], "45.95.11.8/29", [] },
            {
                "one address of it, which a newer block of a wider range asks for again",
                ["unblock 45.95.11.9", "block 45.95.11.0/24"],
                "45.95.11.8/29",
                []
            },
        };

    [Theory]
    [MemberData(nameof(Undone))]
    public void Tells_what_of_an_entry_was_undone(string what, string[] acts, string entry, string[] undone)
    {
        var ledger = Known(
            [],
            acts.Select(
                (act, i) =>
                    Did(
                        Enum.Parse<ActKind>(act.Split(' ')[0], ignoreCase: true),
                        act.Split(' ')[1],
                        $"act{i}",
                        ago: TimeSpan.FromMinutes(60 - i)
                    )
            )
        );
        var told = Parties(ledger).UndoneIn(Indicator.Parse(entry)).Select(one => $"{one.Range} {one.Reason}").ToList();
        Assert.True(undone.SequenceEqual(told), $"{what}: {string.Join(", ", told)}");
    }

    [Theory]
    [InlineData("45.95.11.0/28", true)]
    [InlineData("45.95.11.40/31", true)]
    [InlineData("45.95.12.0/24", false)]
    public void Touches_an_entry_that_shares_an_address_with_it(string entry, bool touches) =>
        Assert.Equal(touches, Parties(Ledger).Touches(Indicator.Parse(entry)));

    private static KnownParties Parties(LedgerContent ledger) => KnownParties.Of(ListPurpose.Inbound, Decide(ledger));
}
