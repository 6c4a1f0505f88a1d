using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

/// <summary>Of what was decided with one list's draft and active version.</summary>
public sealed class A_comparison
{
    public static TheoryData<string, string[], string[], string[], string[]> Cases =>
        new()
        {
            // what, what the ledger says, draft, active (s: a summary, x: somebody's) | what it comes to
            { "a new party", ["seen 45.95.11.7"], [], [], ["wanted 45.95.11.7", "staying 0"] },
            { "one that is there", ["seen 45.95.11.7"], ["45.95.11.7"], ["45.95.11.7"], ["keep 45.95.11.7", "staying 1"] },
            { "one that is only drafted", ["seen 45.95.11.7"], ["45.95.11.7"], [], ["keep 45.95.11.7", "drafted 45.95.11.7", "staying 1"] },
            { "one that was taken off the draft", ["seen 45.95.11.7"], [], ["45.95.11.7"], ["wanted 45.95.11.7", "staying 0"] },
            {
                "one that stands twice",
                ["seen 45.95.11.7"],
                ["45.95.11.7", "45.95.11.7"],
                [],
                ["keep 45.95.11.7", "drafted 45.95.11.7", "staying 2"]
            },
            {
                "a summary in the draft takes the place of what is active still",
                ["seen 45.95.11.8", "seen 45.95.11.9"],
                ["s45.95.11.8/31"],
                ["45.95.11.8", "45.95.11.9"],
                ["remove 45.95.11.8 summarised", "remove 45.95.11.9 summarised", "keep 45.95.11.8/31", "drafted 45.95.11.8/31", "staying 1"]
            },
            {
                "a summary in the draft stands for parties that are not active either",
                ["seen 45.95.11.8", "seen 45.95.11.9"],
                ["s45.95.11.8/31"],
                [],
                ["keep 45.95.11.8/31", "drafted 45.95.11.8/31", "staying 1"]
            },
            {
                "a summary in the draft, and a party beside it",
                ["seen 45.95.11.8", "seen 45.95.11.9", "seen 45.95.11.10"],
                ["s45.95.11.8/31"],
                ["45.95.11.10"],
                ["keep 45.95.11.8/31", "drafted 45.95.11.8/31", "wanted 45.95.11.10", "staying 1"]
            },
            {
                "a summary in the draft of one that was undone",
                ["seen 45.95.11.8", "unblock 45.95.11.9"],
                ["s45.95.11.8/31"],
                ["45.95.11.8"],
                ["remove 45.95.11.8/31 suppressed", "wanted 45.95.11.8", "staying 0"]
            },
            {
                "a block of a range is no summary of what is within it",
                ["block 45.95.11.8/29", "seen 45.95.11.9"],
                ["45.95.11.8/29"],
                ["45.95.11.8/29", "45.95.11.9"],
                ["keep 45.95.11.8/29", "wanted 45.95.11.9", "staying 1"]
            },
            {
                "held ones that a summary kept get entries of their own, but for those that have one",
                ["seen 45.95.11.8", "held 45.95.11.9", "held 45.95.11.10", "unblock 45.95.11.11"],
                ["s45.95.11.8/30", "45.95.11.10"],
                ["s45.95.11.8/30", "45.95.11.10"],
                ["remove 45.95.11.8/30 suppressed", "keep 45.95.11.10", "wanted 45.95.11.8", "wanted 45.95.11.9", "staying 1"]
            },
            { "an orphan", [], ["45.95.11.7"], ["45.95.11.7"], ["orphan 45.95.11.7", "staying 1"] },
            {
                "an orphan that is cut, one piece of which is there already",
                ["unblock 45.95.11.9"],
                ["45.95.11.8/30", "45.95.11.8"],
                ["45.95.11.8/30"],
                ["remove 45.95.11.8/30 suppressed", "orphan 45.95.11.8", "orphan 45.95.11.10/31", "remnant 45.95.11.10/31", "staying 2"]
            },
            { "somebody's entry", [], ["x45.95.11.7"], ["x45.95.11.7"], ["foreign 45.95.11.7", "staying 0"] },
            { "somebody's entry of what is never blocked", [], ["x8.8.8.8"], [], ["foreign 8.8.8.8 public-resolver", "staying 0"] },
            { "somebody's exclusion of it", [], ["x!8.8.8.8"], [], ["foreign 8.8.8.8", "staying 0"] },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Comes_to_what_goes_stays_and_is_wanted(string what, string[] said, string[] draft, string[] active, string[] comes)
    {
        var compared = Compare(said, draft, active);
        string[] told =
        [
            .. compared.Remove.Select(removal => $"remove {removal.Entry} {removal.Cause}"),
            .. compared.Keep.Select(kept => $"keep {kept.Entry}"),
            .. compared.Drafted.Select(kept => $"drafted {kept.Entry}"),
            .. compared.Wanted.Select(addition => $"wanted {addition.Entry}"),
            .. compared.Orphans.Select(orphan => $"orphan {orphan.Entry}"),
            .. compared.Remnants.Select(entry => $"remnant {entry.What}"),
            .. compared.Foreign.Select(foreign => $"foreign {foreign.Entry.What} {foreign.NeverBlocked}".TrimEnd()),
            $"staying {compared.Staying}",
        ];
        Assert.True(comes.SequenceEqual(told), $"{what}: {string.Join(", ", told)}");
    }

    [Theory]
    [InlineData("45.95.11.8", true)]
    [InlineData("45.95.11.12/30", true)]
    [InlineData("45.95.11.8/29", true)]
    [InlineData("45.95.11.0/28", false)]
    [InlineData("45.95.11.16", false)]
    [InlineData("45.95.20.1", false)]
    public void Tells_what_takes_the_place_of_a_range_that_goes_from_what_is_new(string added, bool isReplacement)
    {
        // The range goes since a part was undone; the single address goes too, and leaves no pieces.
        string[] listed = ["45.95.20.1", "45.95.11.8/29"];
        var compared = Compare(["unblock 45.95.20.1", "block 45.95.11.8/29", "unblock 45.95.11.9"], listed, listed);
        var addition = compared.Wanted[0] with { Entry = Indicator.Parse(added) };
        Assert.Equal(isReplacement, compared.IsReplacement(addition));
        Assert.False(compared.IsReplacement(addition with { Entry = Indicator.Parse("evil.net") }));
    }

    private static ListComparison Compare(string[] said, string[] draft, string[] active)
    {
        var words = said.Select(text => (Kind: text.Split(' ')[0], Party: text.Split(' ')[1])).ToList();
        var ids = words
            .Select((word, at) => (word.Party, Id: word.Kind is "block" ? $"act{at}" : $"f000000{at}"))
            .ToLookup(one => one.Party, one => one.Id);
        var known = Known(
            words
                .Select((word, at) => (word.Kind, word.Party, at))
                .Where(word => word.Kind is "seen" or "held")
                .Select(word =>
                    Seen(
                        word.Party,
                        word.Kind is "held" ? "Behavior:EC2/NetworkPortUnusual" : "Recon:EC2/PortProbeUnprotectedPort",
                        $"f000000{word.at}aaaa"
                    )
                ),
            words
                .Select((word, at) => (word.Kind, word.Party, at))
                .Where(word => word.Kind is "block" or "unblock")
                .Select(word =>
                    Did(
                        Enum.Parse<ActKind>(word.Kind, ignoreCase: true),
                        word.Party,
                        $"act{word.at}",
                        ago: TimeSpan.FromMinutes(60 - word.at)
                    )
                )
        );
        ListEntry Entry(string text) =>
            text.StartsWith("x!", StringComparison.Ordinal) ? Foreign(text[2..]) with { IsExclusion = true }
            : text[0] is 'x' ? Foreign(text[1..])
            : text[0] is 's' ? InboundMark.Entry(Indicator.Parse(text[1..]), EntryMark.Summary(Owner, 2, Now))
            : Ours(text, ids[text].FirstOrDefault() ?? "f9999999");
        var view = View(
            active.Select(Entry),
            draftInbound: List(Core.FindingTypes.Direction.Inbound, [Sentinel, .. draft.Select(Entry)], PendingUpdate.Update)
        );
        var context = Context(known);
        var input = Input(Core.Decisions.Decide.All(known, context), context.NeverBlock, view);
        return ListComparison.Of(OurLists.Of(view, Owner, PceMode.Deny).Lists[0], input);
    }
}
