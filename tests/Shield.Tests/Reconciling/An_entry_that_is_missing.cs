using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Reconciling;

public sealed class An_entry_that_is_missing
{
    private static readonly HistoryRecord First = HistoryRecord.After(null, HistoryKind.Intent, Now, IntentOf([]).ToJson());

    private static readonly HistoryRecord Last = HistoryRecord.After(
        First,
        HistoryKind.Outcome,
        Now,
        new Outcome(First.Hash, PolicyVersion: 7, ActiveDigest: "", Inbound: 0, Outbound: 0).ToJson()
    );

    public static TheoryData<string, string[], string[], string[], string[]> Cases =>
        new()
        {
            // what, active after the last outcome, active now, changes of an intent without an outcome | perhaps removed by hand
            { "none", ["45.95.11.7"], ["45.95.11.7"], [], [] },
            { "one", ["45.95.11.7", "45.95.11.8"], ["45.95.11.8"], [], ["45.95.11.7"] },
            { "all", ["45.95.11.7", "45.95.11.8"], [], [], ["45.95.11.7", "45.95.11.8"] },
            { "one that came meanwhile is no matter", ["45.95.11.7"], ["45.95.11.7", "45.95.11.9"], [], [] },
            { "one that a killed intent was to end", ["45.95.11.7"], [], ["-45.95.11.7"], [] },
            { "another than that", ["45.95.11.7", "45.95.11.8"], [], ["-45.95.11.7"], ["45.95.11.8"] },
            {
                "a killed cut that took effect",
                ["45.95.11.8/29"],
                ["45.95.11.8"],
                ["-45.95.11.8/29", "+45.95.11.8", "+45.95.11.10-45.95.11.15"],
                []
            },
            {
                "a killed cut that did not, and the whole is gone",
                ["45.95.11.8/29"],
                [],
                ["-45.95.11.8/29", "+45.95.11.8", "+45.95.11.10-45.95.11.15"],
                ["45.95.11.8/29"]
            },
            { "a killed summary that took effect", ["45.95.11.8"], ["45.95.11.8/31"], ["-45.95.11.8", "+45.95.11.8/31"], [] },
            { "a killed summary that did not", ["45.95.11.8"], [], ["-45.95.11.8", "+45.95.11.8/31"], ["45.95.11.8"] },
            { "an addition of the intent that has nothing to do with it", ["45.95.11.7"], [], ["-45.95.11.7", "+45.95.12.7"], [] },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void May_have_been_removed_by_hand_where_no_intent_of_ours_explains_it(
        string what,
        string[] before,
        string[] now,
        string[] unfinished,
        string[] missing
    )
    {
        var baseline = new Baseline
        {
            OutcomeHash = Last.Hash,
            Inbound = [.. before],
            Outbound = [],
        };
        HistoryRecord[] crashed = unfinished is []
            ? []
            : [HistoryRecord.After(Last, HistoryKind.Intent, Now, IntentOf(unfinished).ToJson())];
        var lists = OurLists.Of(View(now.Select(range => Ours(range))), Owner, PceMode.Deny).Lists;

        var found = MissingEntry.Find(lists, PceMode.Deny, new HistoryTail([First, Last, .. crashed], baseline));

        Assert.True(missing.SequenceEqual(found.Select(removal => removal.Entry.ToString())), what);
        Assert.All(found, removal => Assert.Equal((ListPurpose.Inbound, Last.Hash), (removal.List, removal.OutcomeHash)));
    }

    [Fact]
    public void Was_removed_by_nobody_where_the_last_outcome_is_about_lists_of_the_other_mode()
    {
        var baseline = new Baseline
        {
            OutcomeHash = Last.Hash,
            Inbound = [Attacker],
            Outbound = [],
        };
        var lists = OurLists.Of(Empty, Owner, PceMode.Deny).Lists;
        Assert.Empty(MissingEntry.Find(lists, PceMode.Exclusion, new HistoryTail([First, Last], baseline)));
    }

    [Fact]
    public void Is_undone_for_a_day_from_when_it_was_noticed_and_once_however_often_it_is_seen()
    {
        var removal = new MissingEntry(ListPurpose.Inbound, Indicator.Parse(Attacker), "f00d");
        var act = removal.ToAct(new PolicyVersion(8, "/users/15"), Known([Seen(Attacker)]), ahead: null, Now);
        Assert.Equal((Now, Now + TimeSpan.FromHours(24)), (act.At, act.Until));
        Assert.Equal((ActKind.RemovedByHand, Directions.Inbound, "/users/15"), (act.Kind, act.Directions, act.Who));
        Assert.Equal("removed on the PCE by policy version 8", act.Why);
        Assert.Equal(act.Id, removal.ToAct(new PolicyVersion(9, "/users/16"), Known([]), ahead: null, Now + TimeSpan.FromHours(1)).Id);
        Assert.NotEqual(act.Id, (removal with { List = ListPurpose.Outbound }).ActId);
        Assert.NotEqual(act.Id, (removal with { OutcomeHash = "beef" }).ActId);
    }

    public static TheoryData<string, int?, int?, int?, double> Moments =>
        new()
        {
            // what, seconds from now: its support's date, an act's date, since when dates ahead are known | the date of the removal
            { "nothing is known", null, null, null, 0 },
            { "its support is of the past", -60, null, null, 0 },
            { "its support is ahead by what clocks may differ", 30, null, null, 0 },
            { "its support is ahead by more: our clock is behind", 31, null, null, 31 },
            { "the same, and dates ahead have been known for a moment", 31, null, -30, 31 },
            { "dates ahead have been known for longer: the other clock was ahead", 31, null, -31, 0 },
            { "an act of the past", null, -60, null, 0 },
            { "an act of this moment comes before it", null, 0, null, Tick },
            { "an act that is ahead comes before it", null, 60, null, 60 + Tick },
            { "an act at the date of the support comes before it", 60, 60, null, 60 + Tick },
            { "an act that is ahead, by a clock that was", null, 60, -31, 0 },
            { "an act of this moment, while dates ahead are known", null, 0, -31, Tick },
        };

    [Theory]
    [MemberData(nameof(Moments))]
    public void Was_removed_after_all_that_had_put_it_there(string what, int? supported, int? act, int? aheadSince, double at)
    {
        DateTimeOffset? After(double? seconds) => seconds is { } some ? Now + TimeSpan.FromSeconds(some) : null;
        var known = Known(
            supported is null
                ? []
                : [Seen(Attacker) with { Supported = After(supported) }, Seen(Attacker, id: "f2") with { Supported = null }],
            act is null ? [] : [Did(ActKind.Block, Attacker) with { At = After(act)!.Value }, Did(ActKind.Block, Attacker, "act0")]
        );
        var removal = new MissingEntry(ListPurpose.Inbound, Indicator.Parse(Attacker), "f00d").ToAct(
            new PolicyVersion(8, "/users/15"),
            known,
            aheadSince is null ? null : new DatedAhead(After(aheadSince)!.Value, Now.AddDays(1), 1),
            Now
        );
        Assert.True(Now + TimeSpan.FromSeconds(at) == removal.At, $"{what}: {removal.At - Now}");
        Assert.Equal(removal.At + TimeSpan.FromHours(24), removal.Until);
    }

    private const double Tick = 1e-7;

    private static Intent IntentOf(string[] changes)
    {
        var all = changes
            .Select(change => new IntendedChange(
                new EntryChange(ListPurpose.Inbound, Indicator.Parse(change[1..]), change[0] is '+'),
                "because"
            ))
            .ToLookup(one => one.Change.IsStart);
        return new Intent
        {
            Fingerprint = "f1",
            Trigger = "apply by ana",
            Add = [.. all[true]],
            End = [.. all[false]],
            Carried = [],
            TakesAlong = [],
        };
    }
}
