using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class Lists_of_ours
{
    private static readonly string[] Two = ["acme-prod/deny/inbound", "acme-prod/deny/outbound"];

    private static readonly string[] Rules = ["inbound InForce", "outbound InForce"];

    public static TheoryData<string, string[], string[], string[], string?> Cases =>
        new()
        {
            // what, lists in the draft (by mark, then what is special about them), active ones, rules | fault, and what is told of it
            { "all is there", Two, Two, Rules, null },
            { "nothing is", [], [], ["inbound Missing", "outbound Missing"], "NotInitialised nothing of owner 'acme-prod'" },
            { "only what others own", ["neighbour/deny/inbound"], [], ["inbound Missing"], "NotInitialised nothing of owner" },
            { "the rules only", [], [], ["inbound InForce", "outbound Missing"], "ListMissing the inbound list is gone" },
            { "the inbound list only", Two[..1], Two[..1], Rules, "ListMissing the outbound list is gone" },
            { "the outbound list only", Two[1..], Two[1..], Rules, "ListMissing the inbound list is gone" },
            { "a list that was never provisioned", Two, Two[..1], Rules, "ListMissing 'acme-prod/deny/outbound' was never provisioned" },
            { "without the list for names", Two, Two, [.. Rules, "domains Missing"], null },
            { "a list in the other mode", [.. Two, "acme-prod/exclusion/inbound"], Two, Rules, "ModeMismatch Pce:Mode is deny" },
            { "one that is active only", Two, [.. Two, "acme-prod/exclusion/inbound"], Rules, "ModeMismatch Pce:Mode is deny" },
            { "one of another owner in the other mode", [.. Two, "neighbour/exclusion/inbound"], Two, Rules, null },
            { "a twin", [.. Two, "acme-prod/deny/inbound"], Two, Rules, "TwoLists two lists carry the mark acme-prod/deny/inbound" },
            { "twins of another owner", [.. Two, "neighbour/deny/inbound", "neighbour/deny/inbound"], Two, Rules, null },
            {
                "a list pending deletion",
                [Two[0], $"{Two[1]} deleted"],
                Two,
                Rules,
                "PendingDeletion 'acme-prod/deny/outbound' is pending deletion"
            },
            { "a rule pending deletion", Two, Two, [Rules[0], "outbound PendingDeletion"], "PendingDeletion the outbound rule" },
            {
                "a draft that blocks everybody",
                [Two[0], $"{Two[1]} any"],
                Two,
                Rules,
                "TooBroad the draft version of 'acme-prod/deny/outbound'"
            },
            {
                "an active list that does",
                Two,
                [$"{Two[0]} any", Two[1]],
                Rules,
                "TooBroad the active version of 'acme-prod/deny/inbound'"
            },
            { "one of another owner that does", [.. Two, "neighbour/deny/inbound any"], Two, Rules, null },
            { "an exclusion of everybody", [Two[0], $"{Two[1]} exclusion"], Two, Rules, null },
            { "no inbound rule", Two, Two, ["inbound Missing", Rules[1]], "RuleMissing no active rule uses the inbound list" },
            {
                "one that was never provisioned",
                Two,
                Two,
                [Rules[0], "outbound NotProvisioned"],
                "RuleMissing no active rule uses the outbound"
            },
            { "one that is switched off", Two, Two, [Rules[0], "outbound Disabled"], null },
            { "a deny rule of an exclusion list", Two, Two, [Rules[0], "outbound Inverted"], "Inverted the outbound list holds Any" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Can_be_worked_with_or_it_is_said_why_not(string what, string[] draft, string[] active, string[] rules, string? fault)
    {
        var found = OurLists.Of(ViewOf(draft, active, rules), Owner, PceMode.Deny);
        var told = found.Fault is { } refusal ? $"{refusal.Fault} {refusal.Detail}" : null;
        Assert.True(fault is null ? told is null : told?.StartsWith(fault, StringComparison.Ordinal), $"{what}: {told}");
    }

    [Fact]
    public void In_the_other_mode_are_on_their_way_out_while_one_moves()
    {
        var view = ViewOf([.. Two, "acme-prod/exclusion/inbound"], Two, Rules);
        Assert.Null(OurLists.Of(view, Owner, PceMode.Deny, isMove: true).Fault);
    }

    [Fact]
    public void In_exclusion_mode_need_no_rule_of_ours()
    {
        string[] lists = ["acme-prod/exclusion/inbound", "acme-prod/exclusion/outbound"];
        Assert.Null(OurLists.Of(ViewOf(lists, lists, ["inbound Missing", "outbound Missing"]), Owner, PceMode.Exclusion).Fault);
    }

    [Fact]
    public void Are_paired_by_their_href_with_what_is_active_of_them()
    {
        var lists = OurLists.Of(ViewOf([.. Two, "neighbour/deny/inbound"], Two, Rules), Owner, PceMode.Deny).Lists;
        Assert.Equal([ListPurpose.Inbound, ListPurpose.Outbound], lists.Select(pair => pair.List));
        Assert.All(lists, pair => Assert.Equal((Owner, pair.Draft.Href), (pair.Draft.Mark.Owner, pair.Active?.Href)));
    }

    private static PceView ViewOf(string[] draft, string[] active, string[] rules) =>
        Empty with
        {
            Draft = [.. draft.Select(ListOf)],
            Active = [.. active.Select(ListOf)],
            Rules =
            [
                .. rules
                    .Select(rule => rule.Split(' '))
                    .Select(words => new BlockingRule(
                        ListPurposes.Find(words[0])!.Value,
                        Enum.Parse<RuleCondition>(words[1]),
                        "/r/1",
                        "a detail"
                    )),
            ],
        };

    /// <summary>Equal texts at different places are two lists; the same place on draft and active is one.</summary>
    private static PceList ListOf(string text, int at)
    {
        var words = text.Split(' ');
        Assert.True(ListMark.TryParse(ListMark.DataSet, words[0], out var mark));
        return List(Core.FindingTypes.Direction.Inbound, EntriesOf(words.ElementAtOrDefault(1))) with
        {
            Href = $"/orgs/1/sec_policy/draft/ip_lists/{words[0].GetHashCode(StringComparison.Ordinal)}{(at > 1 ? at : "")}",
            Name = words[0],
            Mark = mark,
            Pending = words is [_, "deleted"] ? PendingUpdate.Delete : PendingUpdate.None,
        };
    }

    private static ImmutableArray<ListEntry> EntriesOf(string? special) =>
        special switch
        {
            "any" => [Sentinel, Foreign("0.0.0.0/0")],
            "exclusion" => [Sentinel, Foreign("0.0.0.0/0") with { IsExclusion = true }],
            _ => [Sentinel],
        };
}
