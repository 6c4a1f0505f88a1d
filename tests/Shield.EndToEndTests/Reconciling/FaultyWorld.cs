using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Pce;
using Shield.Pce;
using Shield.Pce.Calling;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>One history on a PCE, a ledger and a client of its own, whose waits take no time.</summary>
internal sealed class FaultyWorld : ExclusionTest
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly string Lasting = $"inbound {Schedules.Theirs}.254";

    private DateTimeOffset _start;
    private PceClient? _hasty;
    private string _foreign = "";
    private long _versions;
    private int _reconciles;

    /// <summary>What ended how; for whoever reads of a failure.</summary>
    public List<string> Story { get; } = [];

    public int Failures { get; private set; }

    /// <summary>The entries with our mark on the active lists at the end.</summary>
    public async Task<string[]> LiveAsync(Schedule schedule)
    {
        await InitializeAsync();
        Pce.ClearCalls();
        await PrepareAsync(schedule);
        Pce.Script([.. schedule.Script.Select(OnOurs)]);
        foreach (var (step, index) in schedule.Steps.Select((step, index) => (step, index)))
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await TakeAsync(step, index);
        }

        var added = await EditsThatHappenedAsync(schedule);
        Pce.Script();
        Clock.SetUtcNow(_start + TimeSpan.FromHours(3));
        var last = await RunAsync();
        Assert.Contains(last.Outcome, new[] { ReconcileOutcome.Applied, ReconcileOutcome.Nothing, ReconcileOutcome.KeptBack });
        await CheckAsync(added);
        return await EndAsync();
    }

    private async Task PrepareAsync(Schedule schedule)
    {
        _start = Clock.GetUtcNow();
        Wire.ClockOfPce = Clock;
        (Settings.Mode, Settings.RequestsPerMinute) = (schedule.Mode, 500);
        Loop = Loop with { Mode = schedule.Mode, MaxEntries = schedule.MaxEntries };
        await (schedule.Mode is PceMode.Deny ? Install(withDomains: true) : Narrow());
        _hasty = new PceClient(Settings, Wire, Clock, () => 0, NullLogger<PceClient>.Instance);

        // Other people's: an entry on a list of ours, a list of their own, a rule set that waits to be provisioned.
        await Edit(Admin, await Href(), ranges => With(ranges, $"{Schedules.Theirs}.254"));
        await Admin.Provision(await Href());
        await Admin.CreateList("Theirs, pending", "198.18.0.1");
        await Admin.Post(
            "/sec_policy/draft/rule_sets",
            new JsonObject { ["name"] = "Theirs, pending", ["scopes"] = new JsonArray(new JsonArray()) }
        );
        _foreign = await ForeignAsync();
        _versions = await NewestVersion();
        Pce.ClearCalls();
    }

    /// <summary>A schedule knows a list of ours by its purpose only.</summary>
    private FaultRule OnOurs(FaultRule rule) =>
        rule.Effect is Fault.AnotherAdministrator edit
            ? rule with
            {
                Effect = edit with { List = $"{Owner}/{Settings.Mode.ToWord()}/{edit.List}" },
            }
            : rule;

    private async Task TakeAsync(Step step, int index)
    {
        switch (step.What)
        {
            case What.See:
                await Record(Seen(step.Party, SeverityOf(step), $"f{step.Index}{step.Again:000000}aaaa"));
                break;
            case What.SeeCalled:
                await Record(Seen(step.Party, SeverityOf(step), $"c{step.Index}{step.Again:000000}aaaa", "Backdoor:EC2/C&CActivity.B"));
                break;
            case What.SeeName:
                await Record(Seen(step.Party, SeverityOf(step), $"d{step.Again:0000000}aaaa", "Backdoor:EC2/C&CActivity.B!DNS"));
                break;
            case What.Block or What.BlockRange or What.Unblock or What.Allow:
                await Do(
                    step.What switch
                    {
                        What.Unblock => ActKind.Unblock,
                        What.Allow => ActKind.Allow,
                        _ => ActKind.Block,
                    },
                    step.Party,
                    TimeSpan.FromDays(1)
                );
                break;
            default:
                try
                {
                    var report = await RunAsync();
                    Story.Add($"{index}: {report.Outcome} +{report.Added} -{report.Removed} {report.Reason} {report.Detail}");
                }
                catch (PceException failure)
                {
                    Failures++;
                    Story.Add($"{index}: {failure.Message}");
                }

                break;
        }
    }

    // No two parties are equally bad: who finds room does not depend on who came first.
    private static double SeverityOf(Step step) => 1 + step.Index;

    private async Task<ReconcileReport> RunAsync()
    {
        _reconciles++;
        var pce = new IllumioPce(_hasty!, Settings, Clock);
        var running = new Reconciler(
            await LedgerAsync(),
            pce,
            Loop,
            new LeaseHolder("host", "boot", 1, DateTimeOffset.UnixEpoch),
            _ => false,
            Clock
        ).RunAsync("test", Cancellation);
        await Clock.Pass(Wire, running, Tick);
        return await running;
    }

    private async Task<string[]> EditsThatHappenedAsync(Schedule schedule)
    {
        var happened = (await Admin.Get("/sim/v1/faults")).AsArray();
        return
        [
            .. schedule
                .Script.Zip(happened, (rule, armed) => (rule.Effect, Count: (int)armed!["happened"]!))
                .Where(rule => rule.Count > 0)
                .Select(rule => rule.Effect)
                .OfType<Fault.AnotherAdministrator>()
                .Select(edit => $"{edit.List} {edit.Add[0]}"),
        ];
    }

    private async Task CheckAsync(string[] edits)
    {
        CheckThatItLookedBeforeItAskedAgain();

        // Law 4: nothing of others was changed, provisioned or taken back, and what they put on our lists is there.
        Assert.Equal(_foreign, await ForeignAsync());
        var view = await Illumio.ReadAsync(Cancellation);
        var lost = edits.Append(Lasting).Except(TheirsOn(view.Draft)).ToList();
        Assert.True(lost is [], $"{string.Join(", ", lost)} is lost\n{string.Join('\n', Story)}");
        Assert.Contains(Lasting, TheirsOn(view.Active));

        // Law 11: at most one version of ours a reconcile.
        var versions = (await Admin.Get("/sec_policy")).AsArray().Where(version => (long)version!["version"]! > _versions);
        var ours = versions.Count(version => (string)version!["created_by"]!["href"]! != "/users/77");
        Assert.True(ours <= _reconciles, $"{ours} versions of {_reconciles} reconciles");

        // Law 10: both halves of the plan are empty, and another reconcile writes nothing.
        var situation = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        Assert.False(situation.Plan.HasWork);
        Pce.ClearCalls();
        await RunAsync();
        Assert.Empty(Writes);

        foreach (var list in view.Active)
        {
            CheckBlocks(list, situation);
        }
    }

    /// <summary>Law 13, on the wire: what may have been done unheard is asked for again only after a look at what came of it.</summary>
    private void CheckThatItLookedBeforeItAskedAgain()
    {
        const string policy = "/api/v2/orgs/1/sec_policy";
        var open = new HashSet<string>();
        foreach (var call in Pce.Calls.Select(call => call with { Path = call.Path.Split('?')[0] }))
        {
            if (call.Method is "GET")
            {
                open.RemoveWhere(path =>
                    call.Path == $"{policy}/draft/ip_lists" || call.Path == (path is policy ? $"{policy}/pending" : path)
                );
            }
            else
            {
                Assert.False(open.Contains(call.Path), $"{call.Method} {call.Path} was made again without a look");
                _ = IsAnswered(call) || open.Add(call.Path);
            }
        }
    }

    private static bool IsAnswered(RecordedCall call) =>
        call.Status is > 0 and < 500 && call.Faults?.Contains("reset", StringComparison.Ordinal) is not true;

    /// <summary>
    /// Laws 3, 5 and 9: on the list is what was decided, in whatever pieces, and nothing else; what is decided and not there is kept
    /// back, where everybody sees it, and it is never the worst.
    /// </summary>
    private void CheckBlocks(PceList list, Situation situation)
    {
        var blocked = situation
            .Decided.Decisions.Select(decision => (decision.Indicator, Answer: decision[list.Mark.Purpose.ToDirection()]))
            .Where(decision =>
                decision.Answer.Verdict is Verdict.Block && decision.Indicator.IsDomain == (list.Mark.Purpose is ListPurpose.Domains)
            )
            .ToList();
        var wanted = blocked.SelectMany(decision => decision.Indicator.IsDomain ? [] : decision.Answer.Entries).ToList();
        var ours = list.Entries.Where(list.Mark.IsOurs).Select(entry => entry.What).ToList();
        Assert.All(
            ours,
            entry =>
                Assert.True(
                    entry.IsDomain ? blocked.Exists(decision => decision.Indicator == entry) : RangeSet.Of(wanted).Contains(entry.Range),
                    $"{entry} is blocked and was not decided"
                )
        );

        var covered = RangeSet.Of(ours.Where(entry => !entry.IsDomain).Select(entry => entry.Range));
        var keptBack = situation.Plan.KeptBack.Select(kept => kept.Addition.Indicator).ToHashSet();
        foreach (
            var (indicator, answer) in blocked.Where(decision =>
                !(decision.Indicator.IsDomain ? ours.Contains(decision.Indicator) : decision.Answer.Entries.All(covered.Contains))
            )
        )
        {
            Assert.True(
                keptBack.Contains(indicator),
                $"{indicator} should be blocked, is not on its list, and is not kept "
                    + $"back\n{string.Join('\n', ours)}\n{string.Join('\n', Story)}"
            );
            Assert.Contains(blocked, other => other.Answer.Severity > answer.Severity);
        }
    }

    private async Task<string[]> EndAsync()
    {
        var active = await Illumio.ReadActiveAsync(Cancellation);
        return
        [
            .. active
                .SelectMany(list => list.Entries.Where(list.Mark.IsOurs).Select(entry => $"{list.Mark.Purpose.ToWord()} {entry.What}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> TheirsOn(IEnumerable<PceList> lists) =>
        lists.SelectMany(list =>
            list.Entries.Where(entry => !entry.IsExclusion).Select(entry => $"{list.Mark.Purpose.ToWord()} {entry.What}")
        );

    /// <summary>Lists, rule sets and services of others, and what of theirs is pending.</summary>
    private async Task<string> ForeignAsync()
    {
        var all = new List<string>();
        foreach (
            var path in new[]
            {
                "draft/ip_lists",
                "active/ip_lists",
                "draft/rule_sets",
                "active/rule_sets",
                "draft/services",
                "active/services",
            }
        )
        {
            var theirs = (await Admin.Get($"/sec_policy/{path}"))
                .AsArray()
                .Where(one => (string?)one!["external_data_set"] != ListMark.DataSet);
            all.AddRange(theirs.Select(one => string.Create(CultureInfo.InvariantCulture, $"{path} {one!.ToJsonString()}")));
        }

        return string.Join('\n', all);
    }
}
