using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Planning.Pce;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// What may happen to a small world: what becomes known, what operators do, when it is reconciled, and what breaks meanwhile.
/// </summary>
internal static class Schedules
{
    public const string Name = "cdn-update-check.net";
    public const string Theirs = "203.0.114";

    // Small, so that neighbours, ranges and acts meet; one of them may never be blocked.
    private static readonly ImmutableArray<string> Parties =
    [
        "45.95.11.8",
        "45.95.11.9",
        "45.95.11.10",
        "45.95.11.11",
        "45.95.11.20",
        "2a0e:97c0::7",
        "10.0.0.5",
    ];

    private static readonly Gen<Step> AnyStep =
        from what in Gen.Frequency(
            (4, Gen.Const(What.See)),
            (1, Gen.Const(What.SeeCalled)),
            (1, Gen.Const(What.SeeName)),
            (1, Gen.Const(What.Block)),
            (1, Gen.Const(What.BlockRange)),
            (1, Gen.Const(What.Unblock)),
            (1, Gen.Const(What.Allow)),
            (5, Gen.Const(What.Reconcile))
        )
        from party in Gen.Int[0, Parties.Length - 1]
        from again in Gen.Int[1, 2]
        select new Step(
            what,
            what switch
            {
                What.SeeName => Name,
                What.BlockRange => "45.95.11.8/30",
                _ => Parties[party],
            },
            party,
            again
        );

    // No operators: their blocks outrank each other by nothing, and who came first would decide who finds room.
    private static readonly Gen<Step> AnyStepOfEvidence = AnyStep.Select(step =>
        step.What is What.Block or What.BlockRange or What.SeeCalled or What.SeeName
            ? step with
            {
                What = What.See,
                Party = Parties[step.Index],
            }
            : step
    );

    private static readonly Gen<(string? Method, string? Path)> AnyCalls = Gen.OneOf<(string?, string?)>(
        (null, null),
        ("GET", null),
        ("GET", "/orgs/*/sec_policy/draft/ip_lists"),
        ("GET", "/orgs/*/sec_policy/active/ip_lists"),
        ("GET", "/orgs/*/sec_policy/*/rule_sets"),
        ("GET", "/orgs/*/sec_policy/draft/ip_lists/*"),
        ("GET", "/orgs/*/sec_policy/pending"),
        ("GET", "/orgs/*/sec_policy"),
        ("PUT", null),
        ("PUT", "/orgs/*/sec_policy/draft/ip_lists/*"),
        ("POST", null),
        ("POST", "/orgs/*/sec_policy")
    );

    private static readonly Gen<Fault> AnyBreak = Gen.Frequency<Fault>(
        (
            1,
            from after in Gen.Bool
            from wait in Gen.Int[1, 3]
            select (Fault)new Fault.Latency(TimeSpan.FromMilliseconds(wait), after ? Moment.After : Moment.Before)
        ),
        (2, Gen.Int[0, 3].Select(seconds => (Fault)new Fault.TooManyRequests(seconds is 0 ? null : seconds))),
        (2, Gen.OneOf(500, 502, 503, 504).Select(status => (Fault)new Fault.ServerError(status))),
        (4, Gen.OneOf(Moment.Before, Moment.After, Moment.Midway).Select(when => (Fault)new Fault.Reset(when))),
        (
            2,
            from rows in Gen.Int[0, 2]
            from headers in Gen.OneOf(CountHeaders.Honest, CountHeaders.Deceiving, CountHeaders.Absent)
            select (Fault)new Fault.Truncated(rows, headers)
        ),
        (1, Gen.Const((Fault)new Fault.DatabaseLock()))
    );

    private static readonly Gen<FaultRule> AnyFault =
        from calls in AnyCalls
        from effect in AnyBreak
        from first in calls.Method is "GET" or null ? Gen.Int[1, 12] : Gen.Int[1, 2]
        from count in Gen.Int[1, 6]
        select new FaultRule
        {
            Method = calls.Method,
            Path = calls.Path,
            From = first,
            Count = count,
            Effect = effect,
        };

    private static readonly Gen<FaultRule> AnyStaleRead =
        from calls in AnyCalls
        from changes in Gen.Int[1, 3]
        from first in Gen.Int[1, 6]
        from count in Gen.Int[1, 3]
        select new FaultRule
        {
            Method = "GET",
            Path = calls.Method is "GET" ? calls.Path : null,
            From = first,
            Count = count,
            Effect = new Fault.StaleRead(changes),
        };

    // Never between our read of a list and our PUT: a PCE has no "write only if nobody else wrote" (docs/pce.md#5-ip-lists), so the edit
    // would be lost.
    private static readonly Gen<FaultRule> AnyEdit =
        from moment in Gen.OneOf(
            ("GET", "/orgs/*/sec_policy/draft/ip_lists", Moment.Before),
            ("POST", "/orgs/*/sec_policy", Moment.Before),
            ("POST", "/orgs/*/sec_policy", Moment.After)
        )
        from first in Gen.Int[1, 4]
        from host in Gen.Int[1, 250]
        from provision in Gen.Bool
        from outbound in Gen.Bool
        select new FaultRule
        {
            Method = moment.Item1,
            Path = moment.Item2,
            From = first,
            Count = 1,
            Effect = new Fault.AnotherAdministrator(outbound ? "outbound" : "inbound")
            {
                When = moment.Item3,
                Add = [$"{Theirs}.{host}"],
                Provision = provision,
            },
        };

    // Either somebody edits, or reads are stale: an edit that a read does not show lies between the reading and the writing, too.
    private static readonly Gen<FaultRule[]> AnyScript = Gen.OneOf(
        Gen.OneOf(AnyFault, AnyFault, AnyEdit).Array[1, 6],
        Gen.OneOf(AnyFault, AnyFault, AnyStaleRead).Array[1, 6]
    );

    public static Gen<Schedule> Any { get; } =
        from mode in Gen.OneOf(PceMode.Deny, PceMode.Deny, PceMode.Exclusion)
        from steps in AnyStep.Array[2, 12]
        from script in AnyScript
        select new Schedule(mode, MaxEntries: 6_000, steps, script);

    /// <summary>
    /// There is room for a few, so that neighbours are summarised, worse parties displace others, and the rest is kept back.
    /// </summary>
    public static Gen<Schedule> AnyWithoutRoom { get; } =
        from mode in Gen.OneOf(PceMode.Deny, PceMode.Deny, PceMode.Exclusion)
        from room in Gen.Int[1, 4]
        from steps in AnyStepOfEvidence.Array[4, 14]
        from script in AnyScript
        select new Schedule(mode, room, steps, script);
}

internal enum What
{
    See,

    /// <summary>A host of ours called it, so it is blocked outbound.</summary>
    SeeCalled,
    SeeName,
    Block,
    BlockRange,
    Unblock,
    Allow,
    Reconcile,
}

/// <param name="Index">Of the party; each party has a severity of its own.</param>
/// <param name="Again">Which of its findings.</param>
internal sealed record Step(What What, string Party, int Index, int Again)
{
    public override string ToString() => What is What.Reconcile ? "reconcile" : $"{What} {Party} {Again}";
}

internal sealed record Schedule(PceMode Mode, int MaxEntries, Step[] Steps, FaultRule[] Script)
{
    public override string ToString() =>
        $"{Mode}, room for {MaxEntries}: {string.Join("; ", Steps.Select(step => step.ToString()))}. Faults: "
        + $"{string.Join("; ", Script.Select(Text))}";

    private static string Text(FaultRule rule) =>
        $"{rule.Method ?? "*"} {rule.Path ?? "**"} from {rule.From} {rule.Count} times "
        + rule.Effect switch
        {
            Fault.AnotherAdministrator edit => $"{edit.When} edit of {edit.List} +{edit.Add[0]}{(edit.Provision ? ", provisioned" : "")}",
            var other => other.ToString(),
        };
}
