using System.Collections.Immutable;
using Shield.Cli.Acts;
using Shield.Cli.Effects;
using Shield.Cli.Faults;
using Shield.Cli.Printing;
using Shield.Cli.Reading;
using Shield.Cli.Words;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Cli.Explain;

/// <summary><c>explain</c>: why a party is blocked, held, ignored, or not known at all.</summary>
public static class Explanation
{
    /// <param name="others">What of other people's covers it; null where the PCE cannot be asked.</param>
    /// <param name="reaching">Asks the PCE on which workloads it bites; null where that cannot be asked.</param>
    public static async Task<Answer<Explained>> ReadAsync(
        Indicator asked,
        SituationReader reader,
        ILedgerReader ledger,
        Reaching? reaching,
        OtherCover? others,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var overview = await Overview.ReadAsync(reader, now, cancellationToken);
        var subject = SubjectOf(asked, overview);
        var on = await FindOnPceAsync(asked, subject?.Decision, overview, ledger, cancellationToken);
        var cover =
            others is null || overview.Situation is null ? [] : await others.FindAsync(asked, overview.Situation.View, cancellationToken);
        var reached =
            reaching is null || on is null || on.Rules.IsEmpty ? null
            : asked.IsDomain ? Reached.Unknown("whether a PCE acts on a name in a deny rule is not known")
            : await reaching.AskAsync(
                [
                    .. on.Rules.Select(rule => new AskedBlock(
                        rule,
                        asked.Range.Family,
                        on.Probe.Range,
                        ServicePort.Of(rule.Direction, subject?.Decision.Sightings ?? [])
                    )),
                ],
                now,
                cancellationToken
            );
        var decision = subject?.Decision;
        var excluded = ExcludedThrough(overview, subject);
        var can = SuggestibleOf(asked, decision, overview, cover.Any(one => one.IsDenied));
        return new Answer<Explained>(
            new Explained
            {
                Asked = asked,
                Subject = subject,
                Checks = [.. Checks(asked, decision, excluded, reached, overview)],
                Sightings = [.. (decision?.Sightings ?? []).OrderByDescending(sighting => sighting.LastSeen).Select(SightingRow.Of)],
                Acts = [.. ActsOn(asked, decision, overview.Decided.Ledger)],
                Resolved = LedByNames.About(asked, overview.Decided),
                OnPce = on?.Entry,
                Reach = reached,
                Others = cover,
                Excluded = [.. excluded.Select(rule => rule.Detail).OfType<string>()],
                WouldChange = WhatWouldChange.Of(asked, subject, overview.Decided.Mode, can),
                UnknownEntries =
                [
                    .. (overview.Situation?.Plan.Lists ?? [])
                        .SelectMany(list => list.Orphans)
                        .Select(orphan => orphan.Entry.ToString())
                        .Distinct(),
                ],
                Unreachable = overview.Unreachable is { } fault ? PceAdvice.Sentence(fault) : null,
            },
            ExitCode.Done
        );
    }

    private static IEnumerable<CheckRow> Checks(
        Indicator asked,
        Decision? decision,
        ImmutableArray<BlockingRule> excluded,
        Reached? reached,
        Overview overview
    ) =>
        [
            .. decision is null || decision.Indicator == asked
                ? []
                : new[] { new CheckRow("covered-by", decision.Verdict.ToWord(), decision.Indicator.ToString()) },
            .. Inside(asked, overview),
            .. decision is null ? NeverBlockChecks(asked, overview.Decided.NeverBlock) : decision.Checks.Select(CheckRow.Of),
            .. excluded.Select(rule => new CheckRow(rule.Direction.ToWord(), Verdict.Block.ToWord(), rule.Detail)),
            .. (reached?.Proofs ?? []).Select(proof => new CheckRow(
                "policy-check",
                proof.IsBlocked ? Verdict.Block.ToWord() : null,
                proof.Detail
            )),
        ];

    /// <summary>The decision about exactly what was asked, unless only a wider one explains it.</summary>
    private static Threat? SubjectOf(Indicator asked, Overview overview)
    {
        var threats = overview.Threats().Where(threat => threat.Decision.Indicator.Covers(asked)).ToList();
        var exact = threats.FirstOrDefault(threat => threat.Decision.Indicator == asked);
        var covering = threats
            .Where(threat => threat.Decision.Indicator != asked)
            .OrderByDescending(threat => Blocks(threat, asked))
            .ThenByDescending(threat => threat.Decision.Verdict)
            .FirstOrDefault();
        return (exact, covering) switch
        {
            (_, { }) when exact?.Decision.Verdict is not Verdict.Block && Blocks(covering, asked) => covering,
            // Cut out of a block around it: what protects it is its own answer.
            (null, { Decision.Verdict: Verdict.Block }) => overview.About(asked),
            _ => exact ?? covering,
        };
    }

    /// <summary>Exclusion mode: by which rules it is kept out, and through which it is not.</summary>
    private static ImmutableArray<BlockingRule> ExcludedThrough(Overview overview, Threat? subject) =>
        overview is { Situation: { } situation, Decided.Mode: PceMode.Exclusion }
        && subject is { State: EntryState.Active, Decision: var decision }
            ? [.. situation.View.Rules.Where(rule => decision.Directions.Has(rule.Direction))]
            : [];

    private static bool Blocks(Threat threat, Indicator asked) =>
        threat.Decision.Verdict is Verdict.Block && (asked.IsDomain || threat.Decision.Entries.Any(entry => entry.Covers(asked.Range)));

    private static IEnumerable<CheckRow> Inside(Indicator asked, Overview overview)
    {
        var inside = overview
            .Decided.Decisions.Where(decision => decision.Indicator != asked && IsInside(decision.Indicator, asked))
            .ToList();
        var named = string.Join(
            ", ",
            inside
                .OrderByDescending(decision => decision.Verdict)
                .ThenBy(decision => decision.Indicator)
                .Take(ChangedRow.Most)
                .Select(decision => $"{decision.Indicator} ({decision.Verdict.ToWord()})")
        );
        var more = inside.Count > ChangedRow.Most ? $" and {inside.Count - ChangedRow.Most} more (shield threats list --all)" : "";
        var blocked = inside.Count(decision => decision.Verdict is Verdict.Block);
        return inside is []
            ? []
            :
            [
                new CheckRow(
                    "inside",
                    null,
                    $"{inside.Count} known indicator(s) lie inside it, {blocked} of them to be blocked: {named}{more}"
                ),
            ];
    }

    private static bool IsInside(Indicator inner, Indicator outer) =>
        outer.Covers(inner) || (outer.Domain is { } above && inner.Domain is { } below && below.IsAtOrBelow(above));

    /// <summary>Which commands about it are taken and have an effect, so that no other is suggested.</summary>
    private static Suggestible SuggestibleOf(Indicator asked, Decision? decision, Overview overview, bool isDenied)
    {
        var context = overview.Decided.Context;
        bool IsExpressible(Indicator what) => what.IsDomain ? context.Domains is DomainSupport.On : !Breadth.IsTooBroadForAnyList(what);
        var held =
            decision is { Verdict: Verdict.Hold } && overview.Decided.Decisions.Any(known => known.Indicator == decision.Indicator)
                ? decision.Indicator
                : (Indicator?)null;
        return new Suggestible(
            CanBlock: IsExpressible(asked) && Screening.FaultOfBlock(asked, overview.Decided.NeverBlock) is null,
            CanAllow: Screening.FaultOfAllowance(asked) is null && !isDenied,
            Approve: held is { } waiting && IsExpressible(waiting) ? waiting.ToString() : null,
            Reject: held?.ToString(),
            Allowed:
            [
                .. Allowlist
                    .InForce(overview.Decided.Ledger.Acts, overview.Decided.Now)
                    .Select(act => act.Indicator!.Value)
                    .Where(allowed => IsInside(asked, allowed))
                    .Select(allowed => allowed.ToString()),
            ]
        );
    }

    private static IEnumerable<CheckRow> NeverBlockChecks(Indicator asked, NeverBlock neverBlock)
    {
        var touching = neverBlock.Touching(asked, isCanary: false).ToDictionary(tier => tier.Reason);
        return NeverBlock
            .Reasons.Select(reason =>
                touching.TryGetValue(reason, out var tier)
                    ? new CheckRow(reason, Verdict.Ignore.ToWord(), tier.Detail)
                    : new CheckRow(reason, null, null)
            )
            .Concat(
                neverBlock
                    .SoftTouching(asked)
                    .Select(match => new CheckRow(
                        match.List.Kind.ToWord(),
                        (match.List.Kind.IsHeld() ? Verdict.Hold : Verdict.Block).ToWord(),
                        match.Detail
                    ))
            );
    }

    private static IEnumerable<ActRow> ActsOn(Indicator asked, Decision? decision, LedgerContent ledger)
    {
        var withdrawals = Withdrawals.In(ledger.Acts);
        var weighed = (decision?.Acts ?? []).Select(act => act.Id).ToHashSet();
        return ledger
            .Acts.Where(act => act.Indicator is { } about && (about.Covers(asked) || weighed.Contains(act.Id)))
            .OrderByDescending(act => act)
            .Select(act => ActRow.Of(act) with { WithdrawnBy = withdrawals.GetValueOrDefault(act.Id)?.Id });
    }

    /// <param name="Rules">One for each direction in which an entry covers it, and no exclusion of the same list lets it through.</param>
    /// <param name="Probe">What the PCE is asked about: what was asked, or of a range with a hole a piece of it that is listed.</param>
    private sealed record OnPce(EntryOnPce Entry, ImmutableArray<BlockingRule> Rules, Indicator Probe);

    /// <summary>The entry of the active lists that covers it: ours before others', the narrowest first.</summary>
    private static async Task<OnPce?> FindOnPceAsync(
        Indicator asked,
        Decision? decision,
        Overview overview,
        ILedgerReader ledger,
        CancellationToken cancellationToken
    )
    {
        if (overview.Situation is not { } situation)
        {
            return null;
        }

        var covering = (
            from list in situation.Plan.Lists
            from entry in list.Pair.Active?.Entries ?? []
            where list.Pair.Draft.Mark.Blocks(entry) && entry.What.Covers(asked)
            let isOurs = list.Pair.Draft.Mark.IsOurs(entry)
            orderby isOurs descending, Width(entry.What)
            select (list, entry, isOurs)
        ).ToList();
        if (covering is [])
        {
            // Something in it is never blocked, so it stands on the list in pieces.
            var pieces =
                decision?.Indicator != asked
                    ? []
                    : situation.Plan.Lists.Select(list => list.List).SelectMany(decision.EntriesOn).ToHashSet();
            covering = (
                from list in situation.Plan.Lists
                from entry in list.Pair.Active?.Entries ?? []
                where list.Pair.Draft.Mark.IsOurs(entry) && pieces.Contains(entry.What)
                orderby entry.What
                select (list, entry, true)
            ).ToList();
        }

        if (covering is [])
        {
            return null;
        }

        var (first, found, ours) = covering[0];
        var names = covering.Where(one => one.entry.What == found.What).Select(one => one.list.Pair.Draft.Name).Distinct();
        var version = ours ? await VersionOfAsync(first.List, found.What, ledger, cancellationToken) : null;
        var probe = found.What.Covers(asked) ? asked : found.What;
        var isExempt = IsExempt(first, probe);
        var rules = covering
            .Where(one => !IsExempt(one.list, probe))
            .Select(one => one.list.List)
            .Distinct()
            .Order()
            .Select(list =>
                situation.View.Rules.FirstOrDefault(rule => rule.List == list) ?? new BlockingRule(list, RuleCondition.Missing, null, null)
            );
        return new OnPce(
            new EntryOnPce(string.Join(", ", names), found.What.ToString(), version, found.Description, ours, isExempt),
            [.. rules],
            probe
        );
    }

    /// <summary>
    /// Somebody's exclusion on a deny list takes all of it out again (law 16). On an exclusion list nothing can: Any is in it already.
    /// </summary>
    private static bool IsExempt(ListPlan list, Indicator asked) =>
        !asked.IsDomain
        && list.Pair.Draft.Mark.Mode is PceMode.Deny
        && RangeSet
            .Of(
                (list.Pair.Active?.Entries ?? [])
                    .Where(entry => entry.IsExclusion && entry.What.Overlaps(asked))
                    .Select(entry => entry.What.Range)
            )
            .Contains(asked.Range);

    private static UInt128 Width(Indicator what) => what.IsDomain ? 0 : what.Range.Last - what.Range.First;

    /// <summary>By history: the last intent that set out to make the entry active, and the version of its outcome.</summary>
    private static async Task<long?> VersionOfAsync(
        ListPurpose list,
        Indicator entry,
        ILedgerReader ledger,
        CancellationToken cancellationToken
    )
    {
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken);
        var start = new EntryChange(list, entry, IsStart: true);
        var intent = history.Records.LastOrDefault(record =>
            record.Kind is HistoryKind.Intent && Intent.Read(record).All.Any(one => one.Change == start)
        );
        var outcome = intent is null
            ? null
            : history
                .Records.Where(record => record.Kind is HistoryKind.Outcome)
                .Select(Outcome.Read)
                .FirstOrDefault(outcome => outcome.IntentHash == intent.Hash);
        return outcome?.PolicyVersion;
    }
}
