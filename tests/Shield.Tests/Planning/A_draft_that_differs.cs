using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_draft_that_differs
{
    private static readonly Indicator Party = Indicator.Parse(Attacker);

    public static TheoryData<string, string[], string[], string[], string[], bool> Cases =>
        new()
        {
            // what, draft, active, what the ledger says of the attacker | ours, foreign
            { "a block that is wanted", ["ours"], [], ["known"], ["+45.95.11.7"], true },
            { "our mark, of nobody that the ledger knows", ["ours"], [], [], ["+45.95.11.7"], false },
            { "the same, and our last intent wrote it", ["ours"], [], ["written"], ["+45.95.11.7"], true },
            { "taken off, with a cause", [], ["ours"], ["leaving"], ["-45.95.11.7"], true },
            { "taken off, without one", [], ["ours"], ["known"], ["-45.95.11.7"], false },
            { "taken off by our last intent", [], ["ours"], ["known", "ended"], ["-45.95.11.7"], true },
            { "somebody's entry", ["foreign"], [], ["known"], ["+45.95.11.7"], false },
            {
                "in place of ours, the same party under somebody's words",
                ["foreign"],
                ["ours"],
                ["known"],
                ["+45.95.11.7", "-45.95.11.7"],
                false
            },
            { "no difference", ["ours"], ["ours"], [], [], true },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Differs_by_what_is_ours_and_by_what_is_somebody_elses(
        string what,
        string[] draft,
        string[] active,
        string[] said,
        string[] changes,
        bool areOurs
    )
    {
        var pair = Pair(draft.Select(EntryOf), active.Select(EntryOf));
        HashSet<EntryChange> written =
        [
            .. said.Contains("written") ? [new EntryChange(ListPurpose.Inbound, Party, IsStart: true)] : Array.Empty<EntryChange>(),
            .. said.Contains("ended") ? [new EntryChange(ListPurpose.Inbound, Party, IsStart: false)] : Array.Empty<EntryChange>(),
        ];
        var difference = DraftDifference.Of(
            pair,
            new Ownership(pair, written, said.Contains("known") ? [Party] : [], said.Contains("leaving") ? [Party] : [])
        );
        Assert.True(
            changes.SequenceEqual((areOurs ? difference.Ours : difference.Foreign.Entries).Select(change => change.ToString())),
            what
        );
        Assert.Empty(areOurs ? difference.Foreign.Entries : difference.Ours);
    }

    [Theory]
    [InlineData("GuardDuty Shield", null, null, new ListField[0])]
    [InlineData("Renamed", null, null, new[] { ListField.Name })]
    [InlineData("GuardDuty Shield", "a note", null, new[] { ListField.Description })]
    [InlineData("Renamed", "a note", "another", new[] { ListField.Name, ListField.Description })]
    [InlineData("GuardDuty Shield", "PAUSED by ana at 2026-03-10T12:00:00Z: freeze", null, new ListField[0])]
    public void Differs_by_its_name_and_its_description_but_for_the_flag_of_a_pause(
        string name,
        string? description,
        string? before,
        ListField[] fields
    )
    {
        var pair = Pair([], []);
        pair = new ListPair(
            pair.List,
            pair.Draft with
            {
                Name = name,
                Description = description,
            },
            pair.Active! with
            {
                Name = "GuardDuty Shield",
                Description = before,
            }
        );
        Assert.Equal(fields, DraftDifference.Of(pair, new Ownership(pair, new HashSet<EntryChange>(), [], [])).Foreign.Fields);
    }

    [Fact]
    public void Is_nobodys_where_it_was_never_provisioned()
    {
        var pair = Pair([Ours(Attacker)], []) with { Active = null };
        var difference = DraftDifference.Of(pair, new Ownership(pair, new HashSet<EntryChange>(), [Party], []));
        Assert.Empty(difference.Ours);
        Assert.True(difference.Foreign.IsEmpty);
    }

    private static ListEntry EntryOf(string whose) => whose is "ours" ? Ours(Attacker) : Foreign(Attacker);

    private static ListPair Pair(IEnumerable<ListEntry> draft, IEnumerable<ListEntry> active) =>
        new(ListPurpose.Inbound, List(Direction.Inbound, [Sentinel, .. draft]), List(Direction.Inbound, [Sentinel, .. active]));
}
