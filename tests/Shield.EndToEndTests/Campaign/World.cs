using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Campaign;

/// <summary>Two deployments of one owner on one ledger, a PCE, and a person at its console; and whoever watches them.</summary>
internal sealed class World : IDisposable
{
    public const string Owner = "campaign";

    /// <summary>How the PCE names whoever holds Shield's key.</summary>
    public const string Shield = "/users/15";
    private const string Web = "web-1.shop.example";

    private static readonly TimeSpan LongerThanAForeignDraftWaits = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LongerThanARemovalSticks = TimeSpan.FromHours(26);

    private readonly string _folder;
    private readonly WorldTime.Clock[] _clocks;
    private readonly Process?[] _processes = new Process?[2];
    private readonly int[] _numbers = [1, 1];
    private readonly Autonomy[] _autonomy = [Autonomy.Act, Autonomy.Act];
    private readonly List<string> _story = [];
    private readonly Dictionary<(ListPurpose, string), Gone> _goneFromDraft = [];
    private readonly bool _othersWork;
    private SimulatedPce _pce;
    private Console _console;
    private PceNow _now;
    private RangeSet _allowed = RangeSet.Empty;
    private int _records;
    private int _actIds;
    private int _working = -1;
    private int _version;
    private bool _isStale;
    private string? _restoredAfter;
    private bool _wasEdited;
    private bool _isMeanwhile;
    private PceNow _before;
    private BrokenLawException? _broken;

    private World(string folder, bool othersWork)
    {
        (_folder, _othersWork) = (folder, othersWork);
        _clocks = [new(Time), new(Time), new(Time)];
        (_pce, PceWire, _console) = NewPce();
        (_now, _version) = (_console.Look(), _console.NewestVersion());
        _before = _now;
    }

    public static Uri Url { get; } = new("http://127.0.0.1:8443");

    public WorldTime Time { get; } = new();

    public Model Model { get; } = new();

    public HttpMessageInvoker PceWire { get; private set; }

    public string Story => string.Join('\n', _story);

    private string LedgerPath => Path.Combine(_folder, "shield.db");

    private string CopyPath => Path.Combine(_folder, "copy.db");

    /// <exception cref="BrokenLawException">With the story as its inner exception's message.</exception>
    public static void Live(IReadOnlyList<Happening> history)
    {
        var folder = Directory
            .CreateDirectory(
                Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"shield-campaign-{Guid.NewGuid():N}")
            )
            .FullName;
        try
        {
            using var world = new World(folder, othersWork: !history.Any(each => each.Kind is Kind.RestoreVersion or Kind.RestoreInDraft));
            try
            {
                world.Begin();
                foreach (var happening in history)
                {
                    world.Take(happening);
                }

                world.Settle();
            }
            catch (BrokenLawException broken)
            {
                throw new BrokenLawException(broken.Law, $"{broken.Message[(broken.Law.Length + 2)..]}\n{world.Story}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public bool IsDead(LeaseHolder holder) => holder.Host == (_working is 0 ? "alpha" : "beta") && holder.ProcessId != _numbers[_working];

    public void Tell(string what) => _story.Add(what);

    /// <summary>
    /// Something happens while a process waits for an answer. What a person does then, only where the PCE's interface lets us notice it: it
    /// cannot be asked to write only where nobody changed anything.
    /// </summary>
    public void Meanwhile(Happening happening, (string Method, string What) call, bool isLost)
    {
        var isBetweenReadAndWrite =
            call is not (("GET", "/api/v2/orgs/1/sec_policy/draft/ip_lists") or ("POST", "/api/v2/orgs/1/sec_policy"))
            && !(isLost && call.Method is "PUT");
        if (happening is Happening.Person && isBetweenReadAndWrite)
        {
            return;
        }

        // Of the list whose write was lost: only that one is looked at again.
        if (
            isLost
            && happening is Happening.Person person
            && _now.Draft.FirstOrDefault(list => call.What.EndsWith(list.Href, StringComparison.Ordinal)) is { } lost
        )
        {
            happening = person with { List = lost.Purpose };
        }

        var (working, allowed) = (_working, _allowed);
        _isMeanwhile = true;
        Take(happening);
        _isMeanwhile = false;

        // Whether the reconcile saw an allowance that was taken back meanwhile depends on when it read: only what is allowed before and
        // after counts.
        (_working, _allowed) = (working, allowed.Intersect(Model.Allowed));

        // From here on nothing of that may be changed either; only that we name it is not asked for, since we cannot have seen it.
        (_before, _wasEdited) = (_now, true);
    }

    /// <summary>A process of ours is about to change something on the PCE.</summary>
    public void Writes() => _isStale = true;

    /// <summary>It did, and the draft is looked at at once: what must never be on it was not on it for a moment.</summary>
    public void Written() => Observe(_console.LookAtDraft(_now), Gone.ByUs);

    public void Dispose()
    {
        End(0);
        End(1);
        _console.Dispose();
        PceWire.Dispose();
        Time.Run(async () => await _pce.DisposeAsync());
    }

    private void Begin()
    {
        if (_othersWork)
        {
            _console.LeaveWorkPending();
        }

        Of(0).Install();
        (_now, _version) = (_console.Look(), _console.NewestVersion());
    }

    private void Take(Happening happening)
    {
        Time.Pass(TimeSpan.FromSeconds(1));
        Tell($"{Time.Now:dd HH:mm:ss} {happening}");
        switch (happening)
        {
            case Happening.Evidence seen:
                Try(seen.Who, process => process.Record(EvidenceOf(seen)));
                break;
            case Happening.Operator act:
                Try(act.Who, process => process.Append(ActOf(act)));
                break;
            case Happening.Reconcile reconcile:
                Reconcile(reconcile);
                break;
            case Happening.SetAutonomy set:
                _autonomy[set.Who] = set.To;
                break;
            case Happening.Restart restart:
                End(restart.Who);
                break;
            case Happening.Install install:
                Try(install.Who, process => Tell($"  {process.Install()}"));
                Observe(Gone.ByUs);
                _isStale = false;
                break;
            case Happening.Wait wait:
                Time.Pass(wait.Time);
                break;
            case Happening.SetClock set:
                _clocks[set.Whose].Ahead = set.Ahead;
                break;
            case Happening.Person person:
                Person(person);
                break;
            case Happening.CopyLedger:
                WithoutProcesses(() => Copy(LedgerPath, CopyPath));
                Model.Copy();
                break;
            case Happening.PutBackLedger:
                if (Model.HasCopy)
                {
                    WithoutProcesses(() => Copy(CopyPath, LedgerPath));
                    Model.PutBack();
                }

                break;
            case Happening.LoseLedger:
                WithoutProcesses(() => File.Delete(LedgerPath));
                Model.Lose();
                break;
            case Happening.RebuildPce:
                Rebuild();
                break;
            default:
                throw new InvalidOperationException($"{happening} is not known here");
        }
    }

    private void Reconcile(Happening.Reconcile reconcile)
    {
        _pce.Script(reconcile.Fault is { } fault ? [fault] : []);
        var version = _version;
        (_before, _allowed, _wasEdited) = (_now, Model.Allowed, false);
        Try(
            reconcile.Who,
            process =>
            {
                var report = process.Reconcile(_autonomy[reconcile.Who], reconcile.At);
                Tell($"  {report.Outcome} +{report.Added} -{report.Removed}, {report.KeptBack} kept back {report.Reason} {report.Detail}");
            }
        );
        _pce.Script();
        if (reconcile.Fault?.Effect is Fault.StaleRead)
        {
            // What it did not see being removed it may have taken along, as an edit of the draft that nobody provisioned yet.
            Model.Forget();
        }

        if (_isStale)
        {
            Observe(Gone.ByUs);
            _isStale = false;
        }

        // An edit that a read does not show lies between our reading and our writing, and a PCE cannot be asked to write only where nobody
        // changed anything.
        if (reconcile.Fault?.Effect is not Fault.StaleRead && !ReferenceEquals(_before, _now))
        {
            CheckForeign(_before, version);
        }
    }

    private void Person(Happening.Person person)
    {
        Tell($"  {_console.Do(person, _now)}");
        Observe(
            person.Does is PersonDoes.RestoresAnOlderVersion or PersonDoes.DeletesOurLists or PersonDoes.RevertsTheDraft
                ? Gone.WithTheRest
                : Gone.ByHand,
            isPerson: true
        );
        if (person.Does is PersonDoes.RestoresAnOlderVersion or PersonDoes.DeletesOurLists)
        {
            // Whoever puts a whole policy back, or takes a whole list away, speaks against single removals of before: nothing is
            // suppressed, everything is planned anew.
            Model.Forget();
            _restoredAfter = KnownActive()?.OutcomeHash ?? "";
        }
    }

    private void Rebuild()
    {
        Time.Run(async () => await _pce.DisposeAsync());
        _console.Dispose();
        PceWire.Dispose();
        (_pce, PceWire, _console) = NewPce();
        if (_othersWork)
        {
            _console.LeaveWorkPending();
        }

        Model.Removals.Clear();
        _goneFromDraft.Clear();
        (_now, _version) = (_console.Look(), _console.NewestVersion());
    }

    /// <summary>Everything that hinders ends, and time passes: what must hold then, holds.</summary>
    private void Settle()
    {
        Tell("all hindrances end");
        foreach (var clock in _clocks)
        {
            clock.Ahead = TimeSpan.Zero;
        }

        (_autonomy[0], _autonomy[1]) = (Autonomy.Act, Autonomy.Act);
        _console.SpareOurs();
        Observe(Gone.WithTheRest, isPerson: true);
        Take(new Happening.Install(0));
        Observe(Gone.WithTheRest);
        Pass(LongerThanAForeignDraftWaits, 0);
        Pass(LongerThanAForeignDraftWaits, 1);
        Pass(LongerThanARemovalSticks, 0);
        Pass(LongerThanAForeignDraftWaits, 1);
        var situation = Look();
        if (situation.Plan.Refused is { Fault: PolicyFault.TwoLists })
        {
            // A restore of an older policy brought lists back that init had replaced. Shield does not choose between two of the same
            // mark: it
            // names both and the remedy until a person takes one away.
            return;
        }

        CheckStates(situation);
        CheckEnd();
    }

    private Situation Look()
    {
        Situation? situation = null;
        Try(0, process => situation = process.Look(Autonomy.Act));
        Demand(situation is not null, "what is there can be read", "no answer");
        return situation!;
    }

    private void Pass(TimeSpan time, int who)
    {
        Time.Pass(time);
        Take(new Happening.Reconcile(who));
    }

    /// <summary>Who is blocked is exactly who must be; nothing waits; and another reconcile does nothing.</summary>
    private void CheckEnd()
    {
        foreach (var list in new[] { ListPurpose.Inbound, ListPurpose.Outbound })
        {
            var wanted = Model.Wanted(list);
            var (draft, active) = (
                _now.Draft.Where(one => one.Purpose == list).ToList(),
                _now.Active.Where(one => one.Purpose == list).ToList()
            );
            var blocked = RangeSet.Of(active.SelectMany(one => one.Ours).Select(AddressRange.Parse));
            var lost = wanted.Subtract(blocked);
            Demand(lost.IsEmpty, "nothing is lost", $"{lost} should be blocked {list.ToWord()}");
            var surplus = active
                .SelectMany(one => one.Ours)
                .Select(AddressRange.Parse)
                .Where(entry => !wanted.Contains(entry) && Model.Knows(entry))
                .ToList();
            Demand(
                surplus.Count is 0,
                "nothing is blocked wrongly",
                $"{string.Join(", ", surplus)} is blocked {list.ToWord()} and should not be"
            );
            var waiting = draft.SelectMany(one => one.Ours).ToHashSet();
            waiting.SymmetricExceptWith(active.SelectMany(one => one.Ours));
            waiting.RemoveWhere(entry => !Model.Knows(AddressRange.Parse(entry)));
            Demand(waiting.Count is 0, "nothing of ours waits in a draft", $"{string.Join(", ", waiting)} {list.ToWord()}");
        }

        var version = _version;
        Take(new Happening.Reconcile(0));
        Demand(_version == version, "a world at rest stays at rest", "another reconcile made another policy version");
    }

    /// <summary>
    /// What Shield calls active is denied; and what it calls neither active nor waiting is nothing that it decided to block.
    /// </summary>
    private void CheckStates(Situation situation)
    {
        Demand(situation.Plan.Refused is null, "nothing hinders for ever", $"{situation.Plan.Refused}");
        var states = new ThreatStates(situation.Plan, situation.View);
        foreach (var threat in situation.Decided.Decisions.Select(states.Of))
        {
            if (threat.State is EntryState.Active && threat.Decision.Verdict is Verdict.Block)
            {
                CheckDenied(threat.Decision);
            }
        }
    }

    private void CheckDenied(Decision decision)
    {
        foreach (var direction in Enum.GetValues<Direction>().Where(direction => decision.Blocks(direction.ToList())))
        {
            var address = new RangeOfOne(decision.EntriesOn(direction.ToList()).First().Range).Text;
            var (from, to) = direction is Direction.Inbound ? (address, Web) : (Web, address);
            var reach = _console.Ask($"/sim/v1/reach?from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}&port=443&proto=6");
            Demand(
                !(bool)reach["allowed"]!,
                "what is called active is denied",
                $"{decision.Indicator} {direction.ToWord()}: {reach.ToJsonString()}"
            );
        }
    }

    /// <summary>The text of a range's first address.</summary>
    private readonly record struct RangeOfOne(AddressRange Range)
    {
        public string Text => AddressRange.Between(Range.First, Range.First, Range.Family).ToString();
    }

    /// <summary>Nothing of others was changed by us; what we made active of it is named in the message of the version that did.</summary>
    private void CheckForeign(PceNow before, int version)
    {
        Demand(before.Others == _now.Others, "nothing of others changes", "a list or rule of others, or a rule of ours");
        Demand(before.ForeignDraft == _now.ForeignDraft, "nobody's draft is undone", $"{before.ForeignDraft}\nbecame\n{_now.ForeignDraft}");
        var said = string.Join('\n', _console.VersionsSince(version).Select(each => each.Message));
        foreach (var list in _now.Active)
        {
            var was = before.Active.FirstOrDefault(one => one.Href == list.Href)?.Foreign ?? [];
            var drafted = before.Draft.FirstOrDefault(one => one.Href == list.Href)?.Foreign ?? [];
            Demand(
                list.Foreign.Except(was).IsSubsetOf(drafted) && was.Except(list.Foreign).Intersect(drafted).IsEmpty,
                "what others have active changes only to what they drafted",
                $"{list.Href}: {string.Join(", ", was)} became {string.Join(", ", list.Foreign)}"
            );
            foreach (var change in list.Foreign.SymmetricExcept(was))
            {
                var name = change.StartsWith('{')
                    ? (string)System.Text.Json.Nodes.JsonNode.Parse(change)!["from_ip"]!
                    : change.Split(' ')[0];
                Demand(
                    _wasEdited || said.Contains(name, StringComparison.Ordinal),
                    "what we take along is named",
                    $"{change} is not in: {said}"
                );
            }
        }
    }

    /// <summary>Looks at what became of our entries, and remembers who took which away.</summary>
    private void Observe(Gone how, bool isPerson = false)
    {
        Observe(_console.Look(), how, isPerson);
        _version = _console.NewestVersion();
    }

    private void Observe(PceNow now, Gone how, bool isPerson = false)
    {
        var before = _now;
        _now = now;
        foreach (var gone in before.OursIn(active: false).Except(now.OursIn(active: false)))
        {
            _goneFromDraft[gone] = how;
        }

        foreach (var (list, entry) in now.OursIn(active: false).Except(before.OursIn(active: false)))
        {
            _goneFromDraft.Remove((list, entry));
            if (!isPerson)
            {
                CheckAddition(list, AddressRange.Parse(entry));
            }
        }

        foreach (var gone in before.OursIn(active: true).Except(now.OursIn(active: true)))
        {
            var really = now.Active.Any(one => one.Purpose == gone.List) ? _goneFromDraft.GetValueOrDefault(gone, how) : Gone.WithTheRest;
            // Not yet what a person takes away while a reconcile is under way: its outcome hides that.
            var isKnown =
                isPerson
                && !_isMeanwhile
                && really is Gone.ByHand
                && KnownActive() is { } baseline
                && baseline.OutcomeHash != _restoredAfter
                && baseline.On(gone.List).Contains(Indicator.Parse(gone.Entry));
            Model.Removals[gone] = new Removal(really, Time.Now, Model.Acts, Sticks: isKnown);
        }

        foreach (var back in now.OursIn(active: true))
        {
            Model.Removals.Remove(back);
        }
    }

    private void CheckAddition(ListPurpose list, AddressRange entry)
    {
        try
        {
            Demand(
                !RangeSet.Of(Parties.NeverBlock).Overlaps(entry),
                "what is never blocked is not blocked",
                $"{entry} was put on the {list.ToWord()} list"
            );
            Demand(!_allowed.Overlaps(entry), "what is allowed is not blocked", $"{entry} was put on the {list.ToWord()} list");
            // Who works by a clock that is ahead counts the day to its end sooner: no other clock of its own tells it.
            var ahead = _working >= 0 ? _clocks[_working].Ahead : TimeSpan.Zero;
            Model.CheckAddition(list, entry, Time.Now + (ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero));
        }
        catch (BrokenLawException broken)
        {
            // Thrown through our client it could be taken for a failure of the wire.
            _broken ??= broken;
            throw;
        }
    }

    private void Try(int who, Action<Process> work)
    {
        var outer = _working;
        _working = who;
        try
        {
            work(Of(who));
        }
        catch (KilledException)
        {
            Tell("  it was killed");
        }
        catch (Exception failure) when (failure is PceException or LedgerException)
        {
            Tell($"  {failure.Message}");
        }
        finally
        {
            _working = outer;
        }

        if (_broken is not null)
        {
            throw _broken;
        }
    }

    private Baseline? KnownActive() => (_processes[0] ?? _processes[1] ?? Of(0)).Baseline();

    private Process Of(int who)
    {
        if (_processes[who] is { IsDead: true })
        {
            End(who);
        }

        return _processes[who] ??= new Process(this, who, _numbers[who], _clocks[who], LedgerPath);
    }

    private void End(int who)
    {
        _processes[who]?.Dispose();
        _numbers[who] += _processes[who] is null ? 0 : 1;
        _processes[who] = null;
    }

    private void WithoutProcesses(Action change)
    {
        End(0);
        End(1);
        change();
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to, overwrite: true);
        }
        else
        {
            File.Delete(to);
        }
    }

    private (SimulatedPce Pce, HttpMessageInvoker Wire, Console Console) NewPce()
    {
        var pce = SimulatedPce.WithoutSocket(
            PceHands.Options with
            {
                Seed = "three-tier",
                Clock = _clocks[2],
                Users =
                [
                    new ApiUser
                    {
                        Key = Console.Key,
                        Secret = Console.Secret,
                        Href = Console.Href,
                        Username = "bo@shop.example",
                    },
                ],
            },
            Url
        );
        return (
            pce,
            new HttpMessageInvoker(pce.NewWire()),
            new Console(this, new PceHands(pce.NewWire(), Url, Console.Key, Console.Secret))
        );
    }

    private FindingEvidence EvidenceOf(Happening.Evidence seen)
    {
        var at = Time.Now - TimeSpan.FromMinutes(30);
        var key = new FindingKey("111122223333", "eu-central-1", $"f{seen.Party}{(seen.Called ? 1 : 0)}{++_records:000000}aaaa");
        var sighting = new Sighting
        {
            Key = new SightingKey(key, Parties.Of(seen.Party)),
            FirstSeen = at,
            LastSeen = at,
            Supported = at,
            Severity = 9.5,
            Count = 1,
            Sources = ["file"],
            Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
            Latest = new Report
            {
                UpdatedAt = at,
                Type = seen.Called ? "Backdoor:EC2/C&CActivity.B" : "Recon:EC2/PortProbeUnprotectedPort",
                IsSample = false,
            },
        };
        return new FindingEvidence
        {
            State = new FindingState
            {
                Key = key,
                UpdatedAt = at,
                Archived = false,
                Severity = 9.5,
            },
            Sightings = [sighting],
            OwnAddresses = [],
        };
    }

    private Act ActOf(Happening.Operator act) =>
        new()
        {
            Id = $"act-{++_actIds:000000}",
            Kind = act.Act,
            Indicator = Parties.Of(act.Party),
            At = _clocks[act.Who].GetUtcNow(),
            Until = act.Act is ActKind.Allow or ActKind.Disallow ? null : _clocks[act.Who].GetUtcNow() + TimeSpan.FromDays(60),
            Who = $"ana@{act.Who}",
            Why = "a reason",
        };

    private static void Demand(bool holds, string law, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenLawException(law, otherwise);
        }
    }
}
