using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Reconciling;

/// <summary>What is told of a reconcile by the active lists that were read back after it.</summary>
public sealed class A_proof_of_an_intent
{
    public static TheoryData<string, string[], string[], string[], string[], string> Cases =>
        new()
        {
            // what, what the ledger says, drafted, active before, active afterwards (s: a summary, x!: somebody's exclusion) | what is told
            { "a new block", ["seen 45.95.11.7"], [], [], ["45.95.11.7"], "active 45.95.11.7; added 1" },
            { "one that is not there afterwards", ["seen 45.95.11.7"], [], [], [], "unproven +45.95.11.7" },
            {
                "one that somebody's exclusion lets through",
                ["seen 45.95.11.7"],
                ["x!45.95.11.0/24"],
                ["x!45.95.11.0/24"],
                ["45.95.11.7", "x!45.95.11.0/24"],
                "listed 45.95.11.7; added 1; exempted 45.95.11.7"
            },
            { "an end", ["unblock 45.95.11.7"], ["45.95.11.7"], ["45.95.11.7"], [], "ended 45.95.11.7; removed 1" },
            {
                "an end that did not come about",
                ["unblock 45.95.11.7"],
                ["45.95.11.7"],
                ["45.95.11.7"],
                ["45.95.11.7"],
                "unproven -45.95.11.7"
            },
            { "an end of what was drafted only", ["unblock 45.95.11.7"], ["45.95.11.7"], [], [], "" },
            { "what an earlier draft of ours held", ["seen 45.95.11.7"], ["45.95.11.7"], [], ["45.95.11.7"], "active 45.95.11.7; added 1" },
            {
                "one that took the place of two",
                ["seen 45.95.11.8", "seen 45.95.11.9"],
                ["s45.95.11.8/31"],
                ["45.95.11.8", "45.95.11.9"],
                ["s45.95.11.8/31"],
                "added 1; removed 2"
            },
            {
                "one that took the place of another, and one more",
                ["seen 45.95.11.8", "seen 45.95.11.9", "seen 45.95.20.1"],
                ["s45.95.11.8/31"],
                ["45.95.11.8", "45.95.11.9"],
                ["s45.95.11.8/31", "45.95.20.1"],
                "active 45.95.20.1; added 2; removed 2"
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tells_only_what_the_active_lists_show(
        string what,
        string[] said,
        string[] draft,
        string[] before,
        string[] after,
        string told
    )
    {
        var (situation, intent) = Situation(said, draft, before);
        var proof = new IntentProof(situation, intent, View(after.Select(Entry)).Active);
        var report = proof.In(new ReconcileReport { Outcome = ReconcileOutcome.Applied });
        Assert.Equal(intent.All.Select(one => one.Change).Where(one => !Counts(one)).ToHashSet(), proof.WithoutEffect().ToHashSet());
        string?[] parts =
        [
            Named("active", report.MadeActive),
            Named("listed", report.Listed),
            Named("ended", report.Ended),
            report.Added > 0 ? $"added {report.Added}" : null,
            report.Removed > 0 ? $"removed {report.Removed}" : null,
            report.Unproven is [] ? null : $"unproven {string.Join(' ', report.Unproven)}",
            report.Exempted is [] ? null : $"exempted {string.Join(' ', report.Exempted)}",
        ];
        var all = string.Join("; ", parts.OfType<string>());
        Assert.True(told == all, $"{what}: {all}");

        // An entry that gave way is off the list, and no block of it ended: history says the one, the report the other.
        bool Counts(EntryChange one) =>
            one.IsStart
                ? report.MadeActive?.Names.Contains(one.EntryText) is true
                : before.Contains(one.EntryText) && !after.Contains(one.EntryText);
    }

    /// <summary>What was active before is what the last outcome left.</summary>
    [Fact]
    public void Finds_after_a_crash_what_took_effect()
    {
        var (planned, intent) = Situation(["seen 45.95.11.7", "seen 45.95.11.8", "unblock 45.95.11.9"], ["45.95.11.9"], ["45.95.11.9"]);
        var view = View(new[] { "45.95.11.7" }.Select(Entry));
        var history = HistoryTail.Empty with
        {
            Baseline = new Baseline
            {
                OutcomeHash = "",
                Inbound = ["45.95.11.9"],
                Outbound = [],
            },
        };
        var found = planned with { View = view, Decided = planned.Decided with { History = history } };

        Assert.Equal(["+45.95.11.8"], IntentProof.AfterCrash(found, intent).WithoutEffect().Select(one => one.ToString()));
    }

    [Fact]
    public void Tells_a_block_on_a_list_without_a_rule_as_listed_only()
    {
        var (situation, intent) = Situation(["seen 45.95.11.7"], [], []);
        var view = situation.View with
        {
            Rules = [situation.View.Rules[0] with { Condition = RuleCondition.Disabled }, situation.View.Rules[1]],
        };
        var report = new IntentProof(situation with { View = view }, intent, View([Ours("45.95.11.7")]).Active).In(
            new ReconcileReport { Outcome = ReconcileOutcome.Applied }
        );
        Assert.Null(report.MadeActive);
        Assert.Equal("listed 45.95.11.7", Named("listed", report.Listed));
    }

    [Fact]
    public void Measures_what_is_blocked_for_the_first_time_from_its_newest_report()
    {
        var (situation, intent) = Situation(["seen 45.95.11.7", "seen 45.95.11.8"], ["x!45.95.11.8"], ["x!45.95.11.8"]);
        var proof = new IntentProof(situation, intent, View(new[] { "45.95.11.7", "45.95.11.8", "x!45.95.11.8" }.Select(Entry)).Active);
        var one = Assert.Single(proof.NewlyActive());
        Assert.Equal((ListPurpose.Inbound, Indicator.Parse("45.95.11.7")), (one.List, one.Indicator));
        Assert.Equal(new NewlyActive(one.List, one.Indicator, Now - TimeSpan.FromHours(1)), one);
    }

    public static TheoryData<string, string[], string[], bool> ReadBack =>
        new()
        {
            // what, active before, read back | as written
            { "what was written", [], ["45.95.11.7"], true },
            { "not yet", [], [], false },
            { "somebody's entry besides", [], ["45.95.11.7", "x45.95.20.1"], false },
            { "somebody's exclusion besides, which blocks nobody", [], ["45.95.11.7", "x!45.95.20.1"], true },
        };

    [Theory]
    [MemberData(nameof(ReadBack))]
    public void Trusts_what_was_read_back_where_it_is_what_was_written(string what, string[] before, string[] after, bool isAsWritten)
    {
        var (situation, _) = Situation(["seen 45.95.11.7"], [], before);
        Assert.True(isAsWritten == IntentProof.IsAsWritten(situation.Plan, View(after.Select(Entry)).Active), what);
    }

    private static string? Named(string what, ChangedBlocks? blocks) => blocks is null ? null : $"{what} {string.Join(' ', blocks.Names)}";

    private static ListEntry Entry(string text) =>
        text.StartsWith("x!", StringComparison.Ordinal) ? Foreign(text[2..]) with { IsExclusion = true }
        : text[0] is 'x' ? Foreign(text[1..])
        : text[0] is 's' ? InboundMark.Entry(Indicator.Parse(text[1..]), EntryMark.Summary(Owner, 2, Now))
        : Ours(text);

    private static (Situation Situation, Intent Intent) Situation(string[] said, string[] draft, string[] before)
    {
        var words = said.Select(text => text.Split(' ')).ToList();
        var known = Known(
            words.Where(word => word[0] is "seen").Select((word, at) => Seen(word[1], id: $"f000000{at}aaaa")),
            words.Where(word => word[0] is "unblock").Select((word, at) => Did(ActKind.Unblock, word[1], $"act{at}"))
        );
        var drafted = List(Direction.Inbound, [Sentinel, .. draft.Select(Entry)], PendingUpdate.Update);
        var situation = SituationOf(known, View(before.Select(Entry), draftInbound: drafted));
        return (situation, Intent.For(situation.Plan, "test"));
    }
}
