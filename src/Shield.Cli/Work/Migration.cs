using System.Collections.Immutable;
using Shield.Cli.Hosting;
using Shield.Cli.Output;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Planning;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Pce.Installing;

namespace Shield.Cli.Work;

/// <summary>
/// <c>init --migrate</c>: from one mode to the other without a moment in which a threat is blocked by neither (law 15). What breaks off
/// half-way is finished by the next run.
/// </summary>
internal sealed class Migration(Composition composition)
{
    private readonly PceMode _to = composition.Settings.Pce.Mode;
    private readonly ReconcileSettings _settings = composition.ReconcileSettings with { IsMoving = true };

    private PceMode From => _to is PceMode.Deny ? PceMode.Exclusion : PceMode.Deny;

    public async Task<Answer<InitAnswer>> RunAsync(InitRequest request, CancellationToken cancellationToken)
    {
        var made = _to is PceMode.Deny
            ? await Initialisation.RunDenyAsync(composition.Installation, request with { Apply = true }, isMove: true, cancellationToken)
            : await new Narrowing(composition).RunAsync(request, isMove: true, cancellationToken);
        if (made.Document.Refused is not null)
        {
            return made;
        }

        var reconciler = new Reconciler(await composition.OpenLedgerAsync(cancellationToken), composition.PceWriter, _settings, ThisProcess.Holder, ThisProcess.IsDead, composition.Clock);
        var report = await reconciler.RunAsync(request.Trigger, cancellationToken);
        var obstacle = report.Outcome is ReconcileOutcome.Applied or ReconcileOutcome.Nothing
            ? await ObstacleAsync(cancellationToken)
            : $"the threats are not on the new lists yet: {report.Outcome.ToWord()}{(report.Detail is null ? "" : $", {report.Detail}")}";
        if (obstacle is not null)
        {
            return Stopped(made, obstacle);
        }

        if (_to is PceMode.Exclusion)
        {
            var gone = await composition.Dismantling.RemoveDenyAsync(request.Trigger, cancellationToken);
            return Moved(made, gone);
        }

        var undone = await new Narrowing(composition).UndoAsync(request with { Apply = true }, isMove: true, cancellationToken);
        var left = undone.Document.Rules.Where(rule => rule.Uses is "ours" or "both").ToImmutableArray();
        return (undone.Document.Refused, left) switch
        {
            ({ } refused, _) => Stopped(made, refused.Detail),
            (_, [_, ..]) => Stopped(made, $"{string.Join(", ", left.Select(rule => rule.Rule))} use our exclusion lists and history does not say that we put them there: name them by --rule, and Any takes their place"),
            _ => Moved(made, [.. undone.Document.Create, .. await composition.Dismantling.RemoveListsAsync(From, request.Trigger, cancellationToken)]),
        };
    }

    /// <summary>Null where all that the old lists block is blocked by the new ones, or has a reason not to be.</summary>
    private async Task<string?> ObstacleAsync(CancellationToken cancellationToken)
    {
        var reader = new SituationReader(await composition.OpenReaderAsync(cancellationToken), composition.PceWriter, _settings);
        var situation = await reader.ReadAsync(composition.Now, cancellationToken);
        if (situation.View.Rules.FirstOrDefault(rule => rule.Condition is not RuleCondition.InForce) is { } idle)
        {
            return $"nothing is blocked {idle.Direction.ToWord()} in {_to.ToWord()} mode: {idle.Detail}";
        }

        var states = new ThreatStates(situation.Plan, situation.View);
        if (situation.Decided.Decisions.Select(states.Of).FirstOrDefault(threat => threat.Decision.Verdict is Verdict.Block && threat.State is not EntryState.Active) is { } waiting)
        {
            return $"{waiting.Decision.Indicator} is not active in {_to.ToWord()} mode: {waiting.Reason}";
        }

        return LeftBehind(situation).FirstOrDefault() is { } left ? $"{left} stands on a list of {From.ToWord()} mode and nothing that is known replaces it (somebody else's, or an orphan): take it off, or block it by hand" : null;
    }

    private IEnumerable<string> LeftBehind(Situation situation) =>
        from old in situation.View.Active
        where old.Mark.Owner == _settings.Owner && old.Mark.Mode == From
        let blocked = RangeSet.Of(situation.Plan.Lists.Where(list => new ListMark(_settings.Owner, From, list.List) == old.Mark)
            .SelectMany(list => (list.Pair.Active?.Entries ?? []).Where(list.Pair.Draft.Mark.Blocks))
            .Where(entry => !entry.What.IsDomain)
            .Select(entry => entry.What.Range))
        from entry in old.Entries
        where old.Mark.Blocks(entry) && !(!entry.What.IsDomain && blocked.Contains(entry.What.Range)) && !(old.Mark.IsOurs(entry) && IsDecided(situation, entry.What))
        select $"{entry.What} ({old.Name})";

    // That it is not on the new list is what was decided.
    private static bool IsDecided(Situation situation, Indicator entry) =>
        situation.Decided.Decisions.Any(decision => decision.Indicator.Covers(entry));

    private Answer<InitAnswer> Stopped(Answer<InitAnswer> made, string why) => new(
        made.Document with { Refused = new RefusalRow("not-migrated", $"what of {From.ToWord()} mode stands stays, and blocks as before: {why}") },
        ExitCode.Refused);

    private static Answer<InitAnswer> Moved(Answer<InitAnswer> made, ImmutableArray<string> gone) => new(
        made.Document with { Applied = true, Provision = true, Notes = [.. made.Document.Notes, .. gone.Select(thing => $"gone: {thing}")] },
        ExitCode.Done);
}
