using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class An_entry_of_ours
{
    private const string Summary = "summary";

    public static TheoryData<string, string[], string, string, bool, bool, string> Cases =>
        new()
        {
            // what, what the ledger says, entry, id in its mark, in the draft, active | its fate
            { "wanted", ["seen 45.95.11.7"], "45.95.11.7", "f0000001", true, true, "Keep" },
            { "wanted, and taken off the draft", ["seen 45.95.11.7"], "45.95.11.7", "f0000001", false, true, "Add" },
            { "held", ["held 45.95.11.7"], "45.95.11.7", "f0000001", true, true, "Keep" },
            { "held, in the draft only", ["held 45.95.11.7"], "45.95.11.7", "f0000001", true, false, "Remove anomaly" },
            { "held, and taken off the draft", ["held 45.95.11.7"], "45.95.11.7", "f0000001", false, true, "LeaveAlone" },
            { "undone", ["seen 45.95.11.7", "unblock 45.95.11.7"], "45.95.11.7", "f0000001", true, true, "Remove suppressed" },
            { "never blocked", ["seen 45.95.11.1"], "45.95.11.1", "f0000001", true, true, "Remove pce" },
            { "unknown", [], "45.95.11.7", "f0000001", true, true, "Orphan" },
            { "unknown, and a part undone", ["unblock 45.95.11.9"], "45.95.11.8/29", "f0000001", true, true, "Remove suppressed" },
            { "a piece of a whole that is blocked whole again", ["block 45.95.11.8/29"], "45.95.11.8/30", "act0", true, true, "Outdated" },
            { "the same, in the draft only", ["block 45.95.11.8/29"], "45.95.11.8/30", "act0", true, false, "Remove replaced" },
            {
                "a block of which a part was undone",
                ["block 45.95.11.8/29", "unblock 45.95.11.9"],
                "45.95.11.8/29",
                "act0",
                true,
                true,
                "Remove suppressed"
            },
            { "a summary of two that are blocked", ["seen 45.95.11.8", "seen 45.95.11.9"], "45.95.11.8/31", Summary, true, true, "Keep" },
            {
                "the same, taken off the draft",
                ["seen 45.95.11.8", "seen 45.95.11.9"],
                "45.95.11.8/31",
                Summary,
                false,
                true,
                "LeaveAlone"
            },
            { "a summary of one that is held", ["seen 45.95.11.8", "held 45.95.11.9"], "45.95.11.8/31", Summary, true, true, "Keep" },
            {
                "the same in the draft only",
                ["seen 45.95.11.8", "held 45.95.11.9"],
                "45.95.11.8/31",
                Summary,
                true,
                false,
                "Remove suppressed"
            },
            {
                "a summary of one that was undone",
                ["seen 45.95.11.8", "unblock 45.95.11.9"],
                "45.95.11.8/31",
                Summary,
                true,
                true,
                "Remove suppressed"
            },
            { "a summary of nobody that is known", [], "45.95.11.8/31", Summary, true, true, "Orphan" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_the_fate_that_desired_draft_and_active_give_it(
        string what,
        string[] said,
        string entry,
        string id,
        bool isDrafted,
        bool isActive,
        string fate
    )
    {
        var words = said.Select(text => (Kind: text.Split(' ')[0], Party: text.Split(' ')[1])).ToList();
        var known = Known(
            words
                .Where(word => word.Kind is "seen" or "held")
                .Select(
                    (word, i) =>
                        Seen(
                            word.Party,
                            word.Kind is "held" ? "Behavior:EC2/NetworkPortUnusual" : "Recon:EC2/PortProbeUnprotectedPort",
                            $"f000000{i + 1}aaaa"
                        )
                ),
            words
                .Where(word => word.Kind is "block" or "unblock")
                .Select(
                    (word, i) =>
                        Did(Enum.Parse<ActKind>(word.Kind, ignoreCase: true), word.Party, $"act{i}", ago: TimeSpan.FromMinutes(60 - i))
                )
        );
        var context = Context(known);
        var decisions = Core.Decisions.Decide.All(known, context);
        var parties = KnownParties.Of(ListPurpose.Inbound, decisions);
        var desired = DesiredEntries.Of(ListPurpose.Inbound, parties.Held, decisions, context.NeverBlock);
        var mark = id is Summary ? EntryMark.Summary(Owner, 2, Now) : Ours(entry, id).Mark!;

        var judged = new FateJudge(ListPurpose.Inbound, desired, parties, context.NeverBlock).Judge(
            new OurEntry(Indicator.Parse(entry), mark, isDrafted, isActive)
        );

        var told = judged.Cause is { } cause ? $"{judged.Kind} {cause}" : judged.Kind.ToString();
        Assert.True(fate == told, $"{what}: {told}");
    }
}
