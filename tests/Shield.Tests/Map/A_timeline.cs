using Shield.Console.Map;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Reaching;

namespace Shield.Tests.Map;

/// <summary>The picture as it was: by what history says that our lists blocked, and when.</summary>
public sealed class A_timeline
{
    private const string Attacker = World.Attacker;
    private const string Second = "45.95.11.8";

    [Fact]
    public void Shows_each_line_in_the_colour_that_it_had_then()
    {
        var timeline = Of(Both, Reconciled(minutesAgo: 30, Start(Attacker)), Reconciled(minutesAgo: 10, Start(Second)));

        Assert.Equal([], Red(timeline, minutesAgo: 31));
        Assert.Equal([Attacker], Red(timeline, minutesAgo: 29));
        Assert.Equal([Attacker, Second], Red(timeline, minutesAgo: 0));
    }

    [Fact]
    public void Shows_a_block_that_ended_as_long_as_it_stood()
    {
        var timeline = Of(World.View([World.Ours(Second)]), Reconciled(30, Start(Attacker), Start(Second)), Reconciled(10, End(Attacker)));

        Assert.Equal([Attacker, Second], Red(timeline, minutesAgo: 20));
        Assert.Equal([Second], Red(timeline, minutesAgo: 5));
    }

    [Fact]
    public void Knows_of_a_block_that_is_older_than_the_history_read()
    {
        var timeline = Of(Both, Reconciled(10, Start(Second)));

        Assert.Equal([Attacker], Red(timeline, minutesAgo: 20));
    }

    [Fact]
    public void Says_nothing_of_a_change_that_an_outcome_does_not_vouch_for()
    {
        var brokenOff = Reconciled(30, Start(Attacker)) with { Outcome = null, EndedAt = null };

        Assert.Equal([], Red(Of(World.View([]), brokenOff), minutesAgo: 20));
    }

    [Fact]
    public void Takes_a_removal_by_hand_for_an_end()
    {
        var removal = new ActEvent(World.Did(ActKind.RemovedByHand, Attacker, ago: TimeSpan.FromMinutes(10)));
        var timeline = Of(World.View([]), Reconciled(30, Start(Attacker)), removal);

        Assert.Equal([Attacker], Red(timeline, minutesAgo: 20));
        Assert.Equal([], Red(timeline, minutesAgo: 5));
    }

    [Fact]
    public void Shows_nobody_before_somebody_saw_him()
    {
        var timeline = Of(Both, Reconciled(30, Start(Attacker)), Reconciled(30, Start(Second)));

        Assert.Empty(timeline.At(World.Now - TimeSpan.FromHours(2)).Parties);
    }

    [Fact]
    public void Tells_each_moment_what_changed_oldest_first()
    {
        var timeline = Of(Both, Reconciled(30, Start(Attacker), Start(Second)), new ActEvent(World.Did(ActKind.Unblock, Second)));

        Assert.Equal(
            [
                $"Recon:EC2/PortProbeUnprotectedPort names {Attacker}, {Second}",
                $"New connections of {Attacker}, {Second} are blocked",
                $"ana@soc: unblock {Second}",
            ],
            timeline.Moments.Select(moment => moment.Text)
        );
        Assert.Equal(timeline.Moments.OrderBy(moment => moment.At), timeline.Moments);
    }

    [Fact]
    public void Shows_who_waited_for_a_person_until_somebody_decided()
    {
        const string Held = "45.95.11.9";
        var ledger = World.Known(
            [World.Seen(Held, "Behavior:EC2/NetworkPortUnusual")],
            [World.Did(ActKind.Reject, Held, ago: TimeSpan.FromMinutes(10))]
        );
        var context = World.Context(ledger);
        var timeline = Timeline.Of(
            new TimelineInput
            {
                Now = MapWorld.InputOf(ledger, World.View([]), Estate),
                Since = World.Now - TimeSpan.FromDays(1),
                Events = [],
                Replay = () => Replay.Of(ledger, context, null),
            }
        );

        Assert.Equal(EntryState.Held, timeline.At(World.Now - TimeSpan.FromMinutes(20)).Parties.Single().State);
        Assert.DoesNotContain(timeline.At(World.Now - TimeSpan.FromMinutes(5)).Parties, party => party.State is EntryState.Held);
    }

    private static PceView Both => World.View([World.Ours(Attacker), World.Ours(Second)]);

    private static Estate Estate => new([MapWorld.Good], [], PceListensOnly: false);

    private static Timeline Of(PceView view, params HistoryEvent[] events)
    {
        var ledger = World.Known([World.Seen(Attacker), World.Seen(Second, id: "f0000002aaaa")]);
        var context = World.Context(ledger);
        return Timeline.Of(
            new TimelineInput
            {
                Now = MapWorld.InputOf(ledger, view, Estate),
                Since = World.Now - TimeSpan.FromDays(1),
                Events = [.. events],
                Replay = () => Replay.Of(ledger, context, null),
            }
        );
    }

    private static IEnumerable<string> Red(Timeline timeline, int minutesAgo)
    {
        var picture = timeline.At(World.Now - TimeSpan.FromMinutes(minutesAgo));
        return picture
            .Parties.Where(party => Picture.StateOf(party, picture.Workloads.Single(), null) is PairState.Blocked)
            .Select(party => party.Indicator.ToString())
            .Order(StringComparer.Ordinal);
    }

    private static EntryChange Start(string entry) => new(ListPurpose.Inbound, Indicator.Parse(entry), IsStart: true);

    private static EntryChange End(string entry) => Start(entry) with { IsStart = false };

    private static ReconcileEvent Reconciled(int minutesAgo, params EntryChange[] changes)
    {
        var at = World.Now - TimeSpan.FromMinutes(minutesAgo);
        var intent = new Intent
        {
            Fingerprint = "f",
            Trigger = "schedule",
            Add = [.. changes.Where(change => change.IsStart).Select(change => new IntendedChange(change, "brute-force"))],
            End = [.. changes.Where(change => !change.IsStart).Select(change => new IntendedChange(change, "suppressed"))],
            Carried = [],
            TakesAlong = [],
        };
        var outcome = new Outcome("hash", 7, "digest", 1, 0) { WithoutEffect = [] };
        return new ReconcileEvent($"{1000 - minutesAgo}", at, intent, outcome) { EndedAt = at };
    }
}
