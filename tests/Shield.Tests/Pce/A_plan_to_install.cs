using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Installing;

namespace Shield.Tests.Pce;

public sealed class A_plan_to_install
{
    private const string Owner = "prod-1";

    [Fact]
    public void Creates_all_on_a_PCE_without_us()
    {
        var plan = Installation.Plan(Fresh());
        Assert.True(plan is { Refusal: null, CreatesRuleSet: true, Provisions: true, IsNothingToDo: false });
        Assert.Equal(2, plan.CreatesLists.Length);
        Assert.Equal(2, plan.CreatesRules.Length);
    }

    [Fact]
    public void Is_nothing_to_do_when_all_is_there()
    {
        var plan = Installation.Plan(Complete());
        Assert.True(plan.IsNothingToDo);
        Assert.Empty(plan.Notes);
    }

    [Theory]
    [InlineData(PendingUpdate.Update, false)]
    [InlineData(PendingUpdate.Create, true)]
    public void Provisions_a_list_that_was_never_active_and_no_mere_change_of_one(PendingUpdate pending, bool provisions)
    {
        var state = Complete();
        Assert.Equal(
            provisions,
            Installation.Plan(state with { Lists = [state.Lists[0] with { Pending = pending }, state.Lists[1]] }).Provisions
        );
    }

    [Fact]
    public void Leaves_a_list_of_domains_to_whoever_makes_it()
    {
        var state = Complete();
        var domains = state.Lists[0] with { Mark = new ListMark(Owner, PceMode.Deny, ListPurpose.Domains), Pending = PendingUpdate.Create };
        Assert.True(Installation.Plan(state with { Lists = [.. state.Lists, domains] }).IsNothingToDo);
    }

    [Fact]
    public void Names_both_lists_and_both_rule_sets_that_carry_one_mark()
    {
        var state = Complete();
        var lists = Refused(
            state with
            {
                Lists = [.. state.Lists, state.Lists[0] with { Name = "the twin", Href = "/orgs/1/sec_policy/draft/ip_lists/99" }],
            }
        );
        var ruleSets = Refused(state with { RuleSets = [.. state.RuleSets, state.RuleSets[0] with { Name = "the other" }] });

        Assert.Equal((PolicyFault.TwoLists, true), (lists.Fault, lists.IsOfThePolicy));
        Assert.Contains("'inbound'", lists.Detail, StringComparison.Ordinal);
        Assert.Contains("'the twin' (/orgs/1/sec_policy/draft/ip_lists/99)", lists.Detail, StringComparison.Ordinal);
        Assert.Equal(PolicyFault.TwoLists, ruleSets.Fault);
        Assert.Contains("'the other'", ruleSets.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_each_thing_that_would_make_it_useless_or_dangerous()
    {
        var fresh = Fresh();
        Assert.Equal(PolicyFault.NoAllServices, Refused(fresh with { AllServicesHref = null }).Fault);
        Assert.Equal(PolicyFault.NoDenyRules, Refused(fresh with { HasDenyRules = false }).Fault);
        Assert.Equal(
            PolicyFault.UnknownLabel,
            Refused(
                fresh with
                {
                    Scope = [new InstalledScope([new InstalledLabel(new Shield.Pce.Calling.LabelText("env", "prod"), null)])],
                }
            ).Fault
        );
        Assert.Equal(
            PolicyFault.PendingDeletion,
            Refused(fresh with { Lists = [List(Direction.Inbound) with { Pending = PendingUpdate.Delete }] }).Fault
        );
        Assert.Equal(
            PolicyFault.ModeMismatch,
            Refused(
                fresh with
                {
                    Lists = [List(Direction.Inbound) with { Mark = new ListMark(Owner, PceMode.Exclusion, ListPurpose.Inbound) }],
                }
            ).Fault
        );
    }

    [Theory]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("10.0.0.0-11.0.0.0", true)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("2001::/16", false)]
    [InlineData("2000::/15", true)]
    public void Refuses_an_inclusion_broader_than_8_or_16_bits(string range, bool refused)
    {
        var list = List(Direction.Inbound) with { Entries = [new ListEntry(AddressRange.Parse(range))] };
        Assert.Equal(refused, Installation.Plan(Fresh() with { Lists = [list] }).Refusal?.Fault is PolicyFault.TooBroad);
    }

    [Fact]
    public void Goes_on_where_no_rule_set_tells_whether_deny_rules_exist() =>
        Assert.Null(Installation.Plan(Fresh() with { HasDenyRules = null }).Refusal);

    private static PolicyRefusal Refused(InstallationState state) => Installation.Plan(state).Refusal!;

    private static InstallationState Fresh() =>
        new()
        {
            Owner = Owner,
            Mode = PceMode.Deny,
            Purposes = [ListPurpose.Inbound, ListPurpose.Outbound],
            Lists = [],
            RuleSets = [],
            Rules =
            [
                new(ListPurpose.Inbound, RuleCondition.Missing, null, null),
                new(ListPurpose.Outbound, RuleCondition.Missing, null, null),
            ],
            AllServicesHref = "/orgs/1/sec_policy/draft/services/1",
            HasDenyRules = true,
            Scope = [],
        };

    private static InstallationState Complete() =>
        Fresh() with
        {
            Lists = [List(Direction.Inbound), List(Direction.Outbound)],
            RuleSets =
            [
                new InstalledRuleSet
                {
                    Href = "/orgs/1/sec_policy/draft/rule_sets/3",
                    Name = "R",
                    Enabled = true,
                    Pending = PendingUpdate.None,
                    Rules = [new(ListPurpose.Inbound, "/i", PendingUpdate.None), new(ListPurpose.Outbound, "/o", PendingUpdate.None)],
                    Scope = RuleScope.Everywhere,
                },
            ],
        };

    private static PceList List(Direction direction) =>
        new()
        {
            Href = $"/orgs/1/sec_policy/draft/ip_lists/{(int)direction}",
            Name = direction.ToWord(),
            Mark = new ListMark(Owner, PceMode.Deny, direction.ToList()),
            Description = null,
            Entries = new ListMark(Owner, PceMode.Deny, direction.ToList()).Fixtures,
            Pending = PendingUpdate.None,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            UpdatedBy = "/users/15",
        };
}
