using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

/// <summary>Law 16: whoever is let through by an exclusion on a deny list is not blocked, whatever else stands there.</summary>
public sealed class An_exclusion_of_somebody_else
{
    private static readonly ListEntry Hole = Foreign(Attacker) with { IsExclusion = true };

    [Fact]
    public void Leaves_a_block_pending()
    {
        var threat = Only(Known([Seen(Attacker)]), View([Ours(Attacker), Hole]));
        Assert.Equal((EntryState.Pending, ReasonCode.ForeignExclusion), (threat.State, threat.Reason));
        Assert.Equal(EntryState.Active, Only(Known([Seen(Attacker)]), View([Ours(Attacker)])).State);
    }

    [Theory]
    [InlineData("45.95.11.12", EntryState.Pending)]
    [InlineData("45.95.11.9", EntryState.Active)]
    public void Leaves_a_block_in_pieces_pending_where_it_lets_one_of_them_through(string exclusion, EntryState state)
    {
        var ledger = Known(
            [],
            [
                Did(ActKind.Block, "45.95.11.8/29", "act1", ago: TimeSpan.FromHours(2)) with
                {
                    Directions = Directions.Inbound,
                },
                Did(ActKind.Unblock, "45.95.11.9", "act2", ago: TimeSpan.FromHours(1)),
            ]
        );
        var view = View([
            Ours("45.95.11.8", "act1"),
            Ours("45.95.11.10-45.95.11.15", "act1"),
            Foreign(exclusion) with
            {
                IsExclusion = true,
            },
        ]);
        var context = Context(ledger);
        var decisions = Core.Decisions.Decide.All(ledger, context);
        var whole = decisions.Single(decision => decision.Indicator == Indicator.Parse("45.95.11.8/29"));
        Assert.Equal(state, new ThreatStates(Plan.For(Input(decisions, context.NeverBlock, view)), view).Of(whole).State);
    }

    [Fact]
    public void Leaves_what_is_held_and_still_listed_without_an_effect()
    {
        var ledger = Known([Seen(Attacker, "Canary:EC2/Unheard")]);
        Assert.Equal(EntryState.Listed, Only(ledger, View([Ours(Attacker), Hole])).State);
        Assert.Equal(EntryState.Active, Only(ledger, View([Ours(Attacker)])).State);
    }

    [Theory]
    [InlineData(RuleCondition.Disabled)]
    [InlineData(RuleCondition.Misshapen)]
    public void Is_like_a_rule_that_is_off_for_what_is_held_and_still_listed(RuleCondition condition)
    {
        var view = View([Ours(Attacker)]);
        view = view with { Rules = [.. view.Rules.Select(rule => rule with { Condition = condition })] };
        Assert.Equal(EntryState.Listed, Only(Known([Seen(Attacker, "Canary:EC2/Unheard")]), view).State);
    }

    [Theory]
    [InlineData("45.95.11.0/24", null, true)]
    [InlineData("45.95.11.0/24", "45.95.11.7", false)]
    [InlineData("45.95.11.0/24", "45.95.11.8", true)]
    [InlineData("45.95.12.0/24", null, false)]
    [InlineData("0.0.0.0/0", null, false)]
    public void Takes_a_party_out_of_what_an_entry_of_another_list_covers(string entry, string? exclusion, bool isCovered)
    {
        ListEntry[] entries = [Foreign(entry), .. exclusion is null ? [] : new[] { Foreign(exclusion) with { IsExclusion = true } }];
        var other = List(Direction.Inbound, entries) with
        {
            Href = "/orgs/1/sec_policy/draft/ip_lists/21",
            Mark = new ListMark("somebody-else", PceMode.Deny, ListPurpose.Inbound),
        };
        foreach (
            var view in new[]
            {
                Empty with
                {
                    Active = [.. Empty.Active, other],
                },
                Empty with
                {
                    Others = [new OthersList("/orgs/1/sec_policy/draft/ip_lists/22", "Theirs", [.. entries])],
                },
                View(entries),
            }
        )
        {
            Assert.Equal(
                isCovered,
                OtherEntry.Covering(Indicator.Parse(Attacker), view, Owner, PceMode.Deny) is [{ What: var what }]
                    && what == Indicator.Parse(entry)
            );
        }
    }

    public static TheoryData<string, string, string, string[]> Lists =>
        new()
        {
            // what, the list's mark (none: somebody's list), its entry (ours: with our mark) | who is told to cover the attacker, and how
            { "an entry of ours", "acme-prod/deny/inbound", "ours", [] },
            { "somebody's on our list", "acme-prod/deny/inbound", "45.95.11.0/24", ["45.95.11.0/24, on our list, InForce"] },
            { "another owner's", "neighbour/deny/inbound", "45.95.11.0/24", ["45.95.11.0/24, of Shield"] },
            { "of ours in the other mode", "acme-prod/exclusion/inbound", "!45.95.11.0/24", ["45.95.11.0/24, of Shield"] },
            { "somebody's list", "", "45.95.11.0/24", ["45.95.11.0/24"] },
        };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Is_beside_whoever_else_covers_a_party(string what, string mark, string entry, string[] told)
    {
        ListEntry[] entries = [entry is "ours" ? Ours(Attacker) : Foreign(entry.TrimStart('!')) with { IsExclusion = entry[0] is '!' }];
        var list = List(Direction.Inbound, entries);
        var view = mark is ""
            ? Empty with
            {
                Others = [new OthersList("/orgs/1/sec_policy/draft/ip_lists/22", "Theirs", [.. entries])],
            }
            : Empty with
            {
                Active = [list with { Mark = ListMark.TryParse(ListMark.DataSet, mark, out var one) ? one : list.Mark }],
            };
        var covering = OtherEntry
            .Covering(Indicator.Parse(Attacker), view, Owner, PceMode.Deny)
            .Select(other =>
                string.Concat(
                    other.What,
                    other.OurRule is { } rule ? $", on our list, {rule.Condition}" : "",
                    other.IsShields ? ", of Shield" : ""
                )
            );
        Assert.True(told.SequenceEqual(covering), $"{what}: {string.Join("; ", covering)}");
    }

    [Theory]
    [InlineData("*.evil.net", "evil.net", false)]
    [InlineData("*.evil.net", "cdn.evil.net", true)]
    [InlineData("evil.net", "evil.net", true)]
    [InlineData("evil.net", "45.95.11.7", false)]
    [InlineData("45.95.11.7", "evil.net", false)]
    public void Is_beside_a_name_or_a_pattern_that_covers_a_name(string entry, string party, bool covers)
    {
        var what = entry.Any(char.IsAsciiLetter) ? new Indicator(DomainName.AsListed(entry)) : Indicator.Parse(entry);
        var others = new OthersList("/orgs/1/sec_policy/draft/ip_lists/22", "Theirs", [new ListEntry(what)]);
        var covering = OtherEntry.Covering(Indicator.Parse(party), Empty with { Others = [others] }, Owner, PceMode.Deny);
        Assert.Equal(covers, covering is [{ IsShields: false }]);
    }

    private static Threat Only(Core.Ledger.LedgerContent ledger, PceView view)
    {
        var context = Context(ledger);
        var decisions = Core.Decisions.Decide.All(ledger, context);
        return new ThreatStates(Plan.For(Input(decisions, context.NeverBlock, view)), view).Of(decisions.Single());
    }
}
