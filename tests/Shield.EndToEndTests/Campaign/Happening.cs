using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Campaign;

/// <summary>One thing that happens in a history. Each is told in words that a reader can act out.</summary>
internal abstract record Happening
{
    /// <summary>What kind it is of, to switch it on or off.</summary>
    public abstract Kind Kind { get; }

    /// <summary>The same with less in it, for shrinking.</summary>
    public virtual IEnumerable<Happening> Simpler => [];

    /// <param name="Who">Which deployment, 0 or 1.</param>
    /// <param name="Party">Index into <see cref="Parties"/>.</param>
    /// <param name="Called">A host of ours called it: blocked both ways; otherwise it probed a port of ours and is blocked inbound.</param>
    public sealed record Evidence(int Who, int Party, bool Called) : Happening
    {
        public override Kind Kind => Kind.Evidence;

        public override string ToString() =>
            $"{Name(Who)} records that {Parties.Name(Party)} {(Called ? "was called by us" : "probed us")}";
    }

    public sealed record Operator(int Who, ActKind Act, int Party) : Happening
    {
        public override Kind Kind => Kind.Act;

        public override string ToString() => $"{Name(Who)} records {Act.ToString().ToLowerInvariant()} {Parties.Name(Party)}";
    }

    public sealed record Reconcile(int Who, Interruption? At = null, FaultRule? Fault = null) : Happening
    {
        public override Kind Kind =>
            (At, Fault) switch
            {
                (null, null) => Kind.Reconcile,
                (null, { Effect: Shield.PceSimulator.Faults.Fault.StaleRead }) => Kind.StaleRead,
                (null, _) => Kind.PceFault,
                ({ Does: Does.DieBefore or Does.DieAfter }, _) => Kind.Kill,
                ({ Does: Does.Meanwhile, Meanwhile: Reconcile or Evidence or Operator }, _) => Kind.Meanwhile,
                ({ Does: Does.Meanwhile }, _) => Kind.PersonMeanwhile,
                _ => Kind.LostAnswer,
            };

        public override IEnumerable<Happening> Simpler =>
            [.. At is null ? [] : new[] { this with { At = null } }, .. Fault is null ? [] : new[] { this with { Fault = null } }];

        public override string ToString() =>
            $"{Name(Who)} reconciles{(At is null ? "" : $", {At}")}{(Fault is null ? "" : $", while the PCE does this: {Text(Fault)}")}";

        private static string Text(FaultRule rule) =>
            $"{rule.Method ?? "any call"} {rule.Path} from the {rule.From}. on, {rule.Count} times: {rule.Effect}";
    }

    public sealed record SetAutonomy(int Who, Autonomy To) : Happening
    {
        public override Kind Kind => Kind.Autonomy;

        public override string ToString() => $"{Name(Who)} is set to {To.ToString().ToLowerInvariant()}";
    }

    /// <summary>The deployment's process ends in order and another begins.</summary>
    public sealed record Restart(int Who) : Happening
    {
        public override Kind Kind => Kind.Restart;

        public override string ToString() => $"{Name(Who)} is restarted";
    }

    public sealed record Install(int Who) : Happening
    {
        public override Kind Kind => Kind.Install;

        public override string ToString() => $"{Name(Who)} runs init --apply";
    }

    public sealed record Wait(TimeSpan Time) : Happening
    {
        public override Kind Kind => Kind.Wait;

        public override string ToString() => $"{Time} pass";
    }

    /// <param name="Whose">0 and 1: a deployment's; 2: the PCE's.</param>
    public sealed record SetClock(int Whose, TimeSpan Ahead) : Happening
    {
        public override Kind Kind => Whose is 2 ? Kind.PceClock : Kind.ShieldClock;

        public override string ToString() => $"the clock of {(Whose is 2 ? "the PCE" : Name(Whose))} is set to be {Ahead} ahead";
    }

    public sealed record CopyLedger : Happening
    {
        public override Kind Kind => Kind.PutBackLedger;

        public override string ToString() => "the ledger is copied away";
    }

    public sealed record PutBackLedger : Happening
    {
        public override Kind Kind => Kind.PutBackLedger;

        public override string ToString() => "the copy of the ledger is put in its place";
    }

    public sealed record LoseLedger : Happening
    {
        public override Kind Kind => Kind.LoseLedger;

        public override string ToString() => "the ledger is lost";
    }

    public sealed record RebuildPce : Happening
    {
        public override Kind Kind => Kind.RebuildPce;

        public override string ToString() => "the PCE is built anew at the same address, and is empty";
    }

    /// <summary>What a person at the console does to our lists or rules.</summary>
    /// <param name="Does">What.</param>
    /// <param name="List">Which list, where it is about one.</param>
    /// <param name="Which">An address of theirs, an entry of ours or a version back, by number.</param>
    /// <param name="Provisions">Whether they make it active at once.</param>
    public sealed record Person(PersonDoes Does, ListPurpose List, int Which, bool Provisions) : Happening
    {
        public override Kind Kind =>
            Does switch
            {
                PersonDoes.AddsAnEntry => Kind.ForeignEntry,
                PersonDoes.RemovesAnEntryOfOurs => Provisions ? Kind.RemovalByHand : Kind.RemovalInDraft,
                PersonDoes.Provisions => Kind.ProvisionByPerson,
                PersonDoes.RevertsTheDraft => Kind.Revert,
                PersonDoes.DeletesOurLists => Kind.DeleteLists,
                PersonDoes.RestoresAnOlderVersion => Provisions ? Kind.RestoreVersion : Kind.RestoreInDraft,
                PersonDoes.SwitchesTheRules => Kind.SwitchRules,
                _ => Kind.EditText,
            };

        public override IEnumerable<Happening> Simpler =>
            Provisions && Does is PersonDoes.AddsAnEntry or PersonDoes.EditsTheText ? [this with { Provisions = false }] : [];

        public override string ToString()
        {
            var what = Does switch
            {
                PersonDoes.AddsAnEntry => $"adds {Parties.Foreign(Which)} to the {List.ToWord()} list",
                PersonDoes.RemovesAnEntryOfOurs => $"removes the {Which}. entry of ours from the {List.ToWord()} list",
                PersonDoes.Provisions => "provisions what is pending on our lists",
                PersonDoes.RevertsTheDraft => $"reverts the draft of the {List.ToWord()} list",
                PersonDoes.DeletesOurLists => "deletes our lists and rules",
                PersonDoes.RestoresAnOlderVersion => $"restores the policy of {Which} version(s) ago",
                PersonDoes.SwitchesTheRules => "switches our rules off, or on again",
                _ => $"edits the description of the {List.ToWord()} list",
            };
            return $"a person {what}{(Provisions && Does is not PersonDoes.Provisions ? ", and provisions that" : "")}";
        }
    }

    private static string Name(int who) => who is 0 ? "Alpha" : "Beta";
}

internal enum PersonDoes
{
    AddsAnEntry,
    RemovesAnEntryOfOurs,
    Provisions,
    RevertsTheDraft,
    DeletesOurLists,
    RestoresAnOlderVersion,
    SwitchesTheRules,
    EditsTheText,
}

internal enum Does
{
    /// <summary>The process is gone, and the call was not made.</summary>
    DieBefore,

    /// <summary>The process is gone, and the call took effect.</summary>
    DieAfter,

    /// <summary>The PCE's answer is lost; so was the request.</summary>
    LoseBefore,

    /// <summary>The PCE's answer is lost; the request took effect.</summary>
    LoseAfter,

    /// <summary>Before the call, something else happens.</summary>
    Meanwhile,
}

/// <summary>What comes between at one of the calls that a reconcile makes.</summary>
/// <param name="Call">Which call, from 1; of the PCE's and the ledger's together, or of the PCE's alone where only those can be
/// lost.</param>
internal sealed record Interruption(int Call, Does Does, Happening? Meanwhile = null)
{
    public override string ToString() =>
        Does switch
        {
            Does.DieBefore => $"and is killed before its call {Call}",
            Does.DieAfter => $"and is killed after its call {Call}",
            Does.LoseBefore => $"and its request {Call} never arrives",
            Does.LoseAfter => $"and the answer to its request {Call} is lost",
            _ => $"and before its call {Call} {Meanwhile}",
        };
}

/// <summary>Kinds of happenings, each to be switched on or off by itself.</summary>
internal enum Kind
{
    Evidence,
    Act,
    Reconcile,
    Autonomy,
    Restart,
    Install,
    Wait,
    ForeignEntry,
    RemovalByHand,
    RemovalInDraft,
    ProvisionByPerson,
    Revert,
    DeleteLists,
    RestoreVersion,
    RestoreInDraft,
    SwitchRules,
    EditText,
    Kill,
    LostAnswer,
    PceFault,
    StaleRead,
    Meanwhile,
    PersonMeanwhile,
    ShieldClock,
    PceClock,
    PutBackLedger,
    LoseLedger,
    RebuildPce,
}
