using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Sqlite;
using Shield.Tests.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Reconciling;

/// <summary>What becomes of entries of ours that the last outcome left active (at policy version 7) and that are not active now.</summary>
public sealed class A_removal_by_hand : IDisposable
{
    private const string A = "45.95.11.7";
    private const string B = "45.95.12.7";
    private const string Unheard = "0000000000000000000000000000000000000000000000000000000000000007";

    private static readonly HistoryRecord First = HistoryRecord.After(null, HistoryKind.Intent, Now, Intent().ToJson());

    private readonly LedgerFolder _folder = new();

    public static TheoryData<string, string[], string[], string[], string[]> Cases =>
        new()
        {
            // what, versions and what they held, whose they are, where not Bo's | removed by hand, told
            { "nothing is missing", [$"7 {A}"], [], [], [] },
            { "a person", [$"7 {A}", "8"], [], [$"{A} /users/77 8"], [] },
            { "two persons", [$"7 {A} {B}", $"8 {A}", "9"], ["9 cy"], [$"{A} /users/78 9", $"{B} /users/77 8"], [] },
            { "a person whom the PCE does not name", [$"7 {A}", "8"], ["8 nobody"], [$"{A} somebody 8"], [] },
            {
                "Shield itself, by an intent that this ledger does not hold",
                [$"7 {A}", "8"],
                ["8 ours"],
                [],
                ["Shield itself (owner acme-prod) took them off in policy version 8", "this ledger does not hold its intent"]
            },
            {
                "Shield of another owner",
                [$"7 {A}", "8"],
                ["8 neighbour"],
                [],
                ["Shield itself (owner neighbour) took them off in policy version 8"]
            },
            {
                "a person, after Shield wrote what this ledger does not hold",
                [$"7 {A}", $"8 {A}", "9"],
                ["8 ours"],
                [$"{A} /users/77 9"],
                ["this ledger does not hold its intent"]
            },
            {
                "a person, before which Shield wrote what this ledger holds",
                [$"6 {A}", $"7 {A}", "8"],
                ["6 ours", "7 known"],
                [$"{A} /users/77 8"],
                []
            },
            {
                "a version that the PCE does not keep",
                [$"7 {A}", "9"],
                [],
                [],
                [$"{A} is not active any more, and the PCE does not say which policy version took them off"]
            },
            { "an entry more", [$"7", $"8 {A}"], [], [], [] },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_whatever_a_person_provisioned(string what, string[] versions, string[] whose, string[] removed, string[] told)
    {
        var pce = new PceOfVersions(versions)
        {
            Told = version => Signed(version, whose.FirstOrDefault(one => one.Split(' ')[0] == $"{version.Number}")?.Split(' ')[1]),
        };
        var missing = await FindAsync(pce, Before(versions), versions[^1].Split(' ')[1..]);

        var acts = missing
            .RemovedByHand.Select(act => $"{act.Indicator} {act.Who} {act.Why!.Split(' ')[^1]}")
            .Order(StringComparer.Ordinal);
        Assert.True(removed.SequenceEqual(acts), $"{what}: {string.Join(", ", acts)}");
        Assert.True(told.Length == missing.Alarms.Length, $"{what}: {string.Join(" | ", missing.Alarms)}");
        Assert.All(told.Zip(missing.Alarms), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_not_asked_about_where_the_lists_hold_what_the_last_outcome_left()
    {
        var pce = new PceOfVersions([$"7 {A}"]);
        Assert.Equal(Missing.Nothing, await FindAsync(pce, [A], [A]), SameWords);
        Assert.False(pce.IsAskedForVersions);

        // Nor where it is known already: the entry is off because its removal was recorded.
        var known = new MissingEntry(ListPurpose.Inbound, Indicator.Parse(A), Outcome().Hash);
        var act = known.ToAct(new PolicyVersion(8, "/users/77"), Known([]), ahead: null, Now);
        Assert.Equal(Missing.Nothing, await FindAsync(pce, [A], [], acts: [act]), SameWords);
        Assert.False(pce.IsAskedForVersions);
    }

    [Fact]
    public async Task Is_none_before_the_first_outcome()
    {
        var missing = await new MissingEntries(await LedgerAsync(), new PceOfVersions(["8"]), Settings).FindAsync(
            Known([]),
            Empty,
            HistoryTail.Empty,
            ahead: null,
            Now,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(Missing.Nothing, missing, SameWords);
    }

    [Fact]
    public async Task Is_proven_by_the_newest_version_and_not_by_lists_that_are_behind()
    {
        // The lists were read without the entry; the newest version holds it.
        var stale = await Assert.ThrowsAsync<PceException>(() => FindAsync(new PceOfVersions([$"7 {A}", $"8 {A}"]), [A], []));
        Assert.Equal(PceFault.Unreadable, stale.Fault);
        Assert.Contains("are not those of its policy version 8: they are read again", stale.Message, StringComparison.Ordinal);

        // A list that is not ours holds it as well: that is no sign.
        var other = new PceOfVersions([$"7 {A}", "8"])
        {
            Held = (_, lists) =>
                [
                    lists[0] with
                    {
                        Mark = new ListMark("neighbour", PceMode.Deny, ListPurpose.Inbound),
                        Entries = [Ours(A)],
                        Href = "/orgs/1/sec_policy/draft/ip_lists/3",
                    },
                    .. lists,
                ],
        };
        Assert.Single((await FindAsync(other, [A], [])).RemovedByHand);
    }

    [Fact]
    public async Task Is_told_apart_only_where_the_last_outcome_says_which_version_it_saw()
    {
        var missing = await FindAsync(
            new PceOfVersions(["8"]),
            [A, B],
            [],
            outcome => outcome with { NewestVersion = null, PolicyVersion = null }
        );
        Assert.Empty(missing.RemovedByHand);
        Assert.Equal(
            $"{A}, {B} are not active any more, and nobody is proven to have removed them: the last outcome does not say which policy "
                + "version it saw. Nothing is suppressed, everything is planned anew",
            Assert.Single(missing.Alarms)
        );
    }

    [Fact]
    public async Task Suppresses_nothing_where_the_operator_wants_such_entries_back()
    {
        var settings = Settings with { Policy = new DecisionPolicy { OnManualRemoval = OnManualRemoval.Readd } };
        var missing = await FindAsync(new PceOfVersions([$"7 {A}", "8"]), [A], [], settings: settings);
        Assert.Equal(Missing.Nothing, missing, SameWords);
    }

    public static TheoryData<string, string[], string> Names =>
        new()
        {
            // what, missing | how they are named
            { "one", ["45.95.11.20"], "45.95.11.20 is not active" },
            { "five", Five, $"{string.Join(", ", Five)} are not active" },
            { "six", [.. Five, "45.95.11.25"], $"{string.Join(", ", Five)} and 1 more are not active" },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_named_as_far_as_five_entries_go(string what, string[] missing, string named)
    {
        var told = (await FindAsync(new PceOfVersions(["7", "9"]), missing, [])).Alarms;
        Assert.True(Assert.Single(told).StartsWith(named, StringComparison.Ordinal), $"{what}: {told[0]}");
    }

    public static TheoryData<string, int, string[], bool> Ledgers =>
        new()
        {
            // what, minutes between what the last outcome saw and the lists' last writing, whose the versions are | said
            { "nobody wrote the lists since", 0, ["8 ours"], false },
            { "somebody wrote them, who is not Shield", 5, [], false },
            { "Shield wrote them, by an intent that the ledger does not hold", 5, ["8 ours"], true },
            { "Shield wrote them, by one that it holds", 5, ["8 known"], false },
            { "a later ledger wrote before the last outcome", 5, ["7 ours"], false },
            { "the clock of the PCE was set back meanwhile", -5, ["8 ours"], true },
        };

    [Theory]
    [MemberData(nameof(Ledgers))]
    public async Task Is_none_where_the_lists_hold_what_was_left_but_another_ledger_may_have_written_them(
        string what,
        int minutes,
        string[] whose,
        bool isSaid
    )
    {
        var pce = new PceOfVersions([$"7 {A}", $"8 {A}"])
        {
            Told = version => Signed(version, whose.FirstOrDefault(one => one.Split(' ')[0] == $"{version.Number}")?.Split(' ')[1]),
        };
        var missing = await FindAsync(
            pce,
            [A],
            [A],
            outcome => outcome with { WrittenAt = outcome.WrittenAt - TimeSpan.FromMinutes(minutes) }
        );
        Assert.Empty(missing.RemovedByHand);
        Assert.True(isSaid == missing.Alarms.Any(alarm => alarm.Contains("does not hold its intent", StringComparison.Ordinal)), what);
        Assert.Equal(isSaid ? 1 : 0, missing.Alarms.Length);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Five => [.. Enumerable.Range(20, 5).Select(n => $"45.95.11.{n}")];

    private static ReconcileSettings Settings => new() { Owner = Owner };

    private static IEqualityComparer<Missing> SameWords { get; } =
        EqualityComparer<Missing>.Create(
            (one, other) => one!.RemovedByHand.SequenceEqual(other!.RemovedByHand) && one.Alarms.SequenceEqual(other.Alarms)
        );

    /// <summary>What version 7 held.</summary>
    private static string[] Before(string[] versions) => versions.Single(version => version.Split(' ')[0] is "7").Split(' ')[1..];

    private static PolicyVersion Signed(PolicyVersion version, string? whose) =>
        whose switch
        {
            "cy" => version with { CreatedBy = "/users/78" },
            "nobody" => version with { CreatedBy = null },
            "ours" => version with { Message = VersionMessage.OfIntent(Owner, Intent(), Unheard) },
            "known" => version with { Message = VersionMessage.OfIntent(Owner, Intent(), First.Hash) },
            "neighbour" => version with { Message = VersionMessage.OfIntent("neighbour", Intent(), Unheard) },
            _ => version,
        };

    private async Task<Missing> FindAsync(
        PceOfVersions pce,
        string[] before,
        string[] now,
        Func<Outcome, Outcome>? rewrite = null,
        ReconcileSettings? settings = null,
        ImmutableArray<Act>? acts = null
    )
    {
        var view = View(now.Select(entry => Ours(entry)));
        var outcome = Outcome(rewrite);
        var baseline = new Baseline
        {
            OutcomeHash = outcome.Hash,
            Inbound = [.. before],
            Outbound = [],
        };
        return await new MissingEntries(await LedgerAsync(), pce, settings ?? Settings).FindAsync(
            Known([], acts),
            view,
            new HistoryTail([First, outcome], baseline),
            ahead: null,
            Now,
            TestContext.Current.CancellationToken
        );
    }

    private static HistoryRecord Outcome(Func<Outcome, Outcome>? rewrite = null)
    {
        var lists = OurLists.Of(Empty, Owner, PceMode.Deny).Lists;
        var outcome = new Outcome(First.Hash, PolicyVersion: 7, ActiveDigest: "", Inbound: 0, Outbound: 0)
        {
            NewestVersion = 7,
            Pce = Empty.Pce,
            Lists = [.. lists.Select(ListIdentity.Of)],
            WrittenAt = Core.Reconciling.Outcome.WrittenAtOf(lists.Select(pair => pair.Active!)),
        };
        return HistoryRecord.After(First, HistoryKind.Outcome, Now, (rewrite?.Invoke(outcome) ?? outcome).ToJson());
    }

    private static Intent Intent() =>
        new()
        {
            Fingerprint = "f1",
            Trigger = "apply by ana",
            Add = [],
            End = [],
            Carried = [],
            TakesAlong = [],
        };

    /// <summary>Empty: whatever it is asked about, it does not hold.</summary>
    private async Task<ILedger> LedgerAsync() =>
        await SqliteLedger.OpenAsync(_folder.File($"{Guid.NewGuid()}.db"), TestContext.Current.CancellationToken);
}
