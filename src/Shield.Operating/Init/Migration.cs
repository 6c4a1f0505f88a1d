using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Operating.Answers;
using Shield.Operating.Plans;
using Shield.Operating.Words;
using Shield.Pce.Installing;

namespace Shield.Operating.Init;

/// <summary>
/// <c>init --migrate</c>: from one mode to the other without a moment in which a threat is blocked by neither (law 15). First the new lists
/// block, then the old ones go. If it breaks off, the same command goes on from what the PCE shows, also where the ledger was lost
/// meanwhile: what of the old mode is pending deletion is what this command was asked to delete, and marked entries that the ledger does
/// not know are taken over as they are. With <c>Pce:Mode</c> changed back, the command undoes it from any step.
/// </summary>
/// <param name="settings">Of the mode to which the threats move.</param>
/// <param name="deny">Makes what deny mode needs.</param>
/// <param name="exclusion">Makes what exclusion mode needs, and undoes it.</param>
/// <param name="dismantling">Takes away what the mode that is left has made.</param>
public sealed class Migration(
    ReconcileSettings settings,
    Initialisation deny,
    RuleNarrowing exclusion,
    Dismantling dismantling,
    IPceWriter pce,
    InitLedger ledger,
    TimeProvider clock
)
{
    private readonly PceMode _to = settings.Mode;
    private readonly ReconcileSettings _settings = settings with { IsMoving = true };

    private PceMode From => _to is PceMode.Deny ? PceMode.Exclusion : PceMode.Deny;

    public async Task<Answer<InitAnswer>> RunAsync(InitRequest request, CancellationToken cancellationToken)
    {
        if (!request.Apply)
        {
            return await ShowAsync(request, cancellationToken);
        }

        if (await TakeBackAsync(cancellationToken) is { } refusal)
        {
            var shown = await InstallAsync(request with { Apply = false }, cancellationToken);
            return new Answer<InitAnswer>(shown.Result with { Refused = InitAnswers.RowOf(refusal) }, ExitCode.Refused);
        }

        var made = await InstallAsync(request, cancellationToken);
        if (made.Result.Refused is not null)
        {
            return made;
        }

        var obstacle = await MoveAsync(request, cancellationToken);
        return obstacle is null ? await DismantleAsync(made, request, cancellationToken) : Stopped(made, obstacle);
    }

    /// <summary>
    /// Takes back what an earlier migration in the other direction left pending deletion: it is of the mode that is wanted now.
    /// </summary>
    private Task<PolicyRefusal?> TakeBackAsync(CancellationToken cancellationToken) =>
        ledger.HoldAsync((_, _) => dismantling.TakeBackDeletionsAsync(_to, cancellationToken), cancellationToken);

    /// <summary>Null where all that the old lists block is blocked by the new ones, or has a reason not to be.</summary>
    private async Task<string?> MoveAsync(InitRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await CarryOverAsync(request, cancellationToken)
                ?? await ReconcileAsync(request, cancellationToken)
                ?? await ObstacleAsync(cancellationToken);
        }
        catch (PceException failure)
        {
            throw new PceException(
                failure.Fault,
                $"{failure.Message}. init --migrate broke off here, and what of {From.ToWord()} mode stands stays, and blocks as before. "
                    + "Run the same command again: it goes on from what the PCE shows",
                failure
            )
            {
                Token = failure.Token,
                RequestId = failure.RequestId,
            };
        }
    }

    private Task<string?> CarryOverAsync(InitRequest request, CancellationToken cancellationToken)
    {
        var carrying = new CarryingOver(pce, _settings, From);
        return ledger.HoldAsync(
            (journal, held) => carrying.RunAsync(held, request.Trigger, journal.RenewAsync, clock.GetUtcNow(), cancellationToken),
            cancellationToken
        );
    }

    private async Task<Answer<InitAnswer>> ShowAsync(InitRequest request, CancellationToken cancellationToken)
    {
        var made = await InstallAsync(request, cancellationToken);
        var old = await dismantling.ReadAsync(From, cancellationToken);
        if (made.Result.Refused is not null || old is [])
        {
            return made;
        }

        var marked = (await pce.ReadActiveAsync(cancellationToken))
            .Where(list => list.Mark.Owner == _settings.Owner && list.Mark.Mode == From)
            .Sum(list => list.Entries.Count(list.Mark.IsOurs));
        return made with
        {
            Result = made.Result with
            {
                Remove = old,
                Provision = true,
                Notes =
                [
                    .. made.Result.Notes,
                    $"{marked} entries of ours are active in {From.ToWord()} mode. Each must be active in {_to.ToWord()} mode, "
                        + $"or have a reason not to be, before anything of {From.ToWord()} mode is taken away",
                ],
            },
        };
    }

    private Task<Answer<InitAnswer>> InstallAsync(InitRequest request, CancellationToken cancellationToken) =>
        _to is PceMode.Deny
            ? deny.RunAsync(request, isMove: true, cancellationToken)
            : exclusion.RunAsync(request, isMove: true, cancellationToken);

    /// <summary>Null where everything that is decided is on the new lists.</summary>
    private async Task<string?> ReconcileAsync(InitRequest request, CancellationToken cancellationToken)
    {
        var reconciler = new Reconciler(
            await ledger.OpenAsync(cancellationToken),
            pce,
            _settings,
            ThisProcess.Holder,
            ThisProcess.IsDead,
            clock
        );
        var report = await reconciler.RunAsync(request.Trigger, cancellationToken);
        return report.Outcome is ReconcileOutcome.Applied or ReconcileOutcome.Nothing
            ? null
            : $"the threats are not on the new lists yet: {report.Outcome.ToWord()}{(report.Detail is null ? "" : $", {report.Detail}")}";
    }

    private async Task<Answer<InitAnswer>> DismantleAsync(Answer<InitAnswer> made, InitRequest request, CancellationToken cancellationToken)
    {
        var trigger = request.Trigger;
        if (_to is PceMode.Exclusion)
        {
            var gone = await ledger.HoldAsync(
                (journal, _) => dismantling.RemoveDenyAsync(trigger, journal.RenewAsync, cancellationToken),
                cancellationToken
            );
            return Moved(made, gone);
        }

        var undone = await exclusion.UndoAsync(request, isMove: true, cancellationToken);
        made = made with { Result = Together(made.Result, undone.Result) };
        if (undone.Result.Refused is { } refused)
        {
            return Stopped(made, refused.Detail);
        }

        if (undone.Result.Rules.Where(rule => rule.Uses is RuleUse.Ours or RuleUse.Both).ToImmutableArray() is [_, ..] left)
        {
            return Stopped(
                made,
                $"{string.Join(", ", left.Select(rule => rule.Rule))} use our exclusion lists, and neither history nor the PCE's policy "
                    + "versions say that init put them there: --rule HREF or --all-any-rules puts Any in their place"
            );
        }

        var lists = await ledger.HoldAsync(
            (journal, _) => dismantling.RemoveListsAsync(From, trigger, journal.RenewAsync, cancellationToken),
            cancellationToken
        );
        return Moved(made, lists);
    }

    /// <summary>What was made in the new mode, and what then was put back into other people's rules.</summary>
    private static InitAnswer Together(InitAnswer made, InitAnswer undone) =>
        made with
        {
            Applied = made.Applied || undone.Applied,
            Create = [.. made.Create, .. undone.Applied ? undone.Create : []],
            Rules = undone.Rules,
            Provision = made.Provision || undone.Applied,
            PolicyVersion = undone.PolicyVersion ?? made.PolicyVersion,
        };

    private async Task<string?> ObstacleAsync(CancellationToken cancellationToken)
    {
        var reader = new SituationReader(await ledger.OpenReaderAsync(cancellationToken), pce, _settings);
        var situation = await reader.ReadAsync(clock.GetUtcNow(), cancellationToken);
        if (situation.View.Rules.FirstOrDefault(rule => rule.Condition is not RuleCondition.InForce) is { } idle)
        {
            return $"nothing is blocked {idle.Direction.ToWord()} in {_to.ToWord()} mode: {idle.Detail}";
        }

        var states = new ThreatStates(situation.Plan, situation.View);
        if (
            situation
                .Decided.Decisions.Select(states.Of)
                .FirstOrDefault(threat => threat.Decision.Verdict is Verdict.Block && threat.State is not EntryState.Active) is
            { } waiting
        )
        {
            return $"{waiting.Decision.Indicator} is not active in {_to.ToWord()} mode: {waiting.Reason}";
        }

        return LeftBehind(situation).FirstOrDefault() is { } left
            ? $"{left} stands on a list of {From.ToWord()} mode and nothing that is known replaces it (somebody else's): "
                + "take it off, or block it by hand"
            : null;
    }

    /// <summary>
    /// Entries that block on an old list, or would once somebody's draft of it is provisioned, and that nothing on the new lists replaces.
    /// </summary>
    private IEnumerable<string> LeftBehind(Situation situation) =>
        from version in new[] { (Lists: situation.View.Active, IsDraft: false), (Lists: situation.View.Draft, IsDraft: true) }
        from old in version.Lists
        where old.Mark.Owner == _settings.Owner && old.Mark.Mode == From
        let blocked = RangeSet.Of(
            situation
                .Plan.Lists.Where(list => new ListMark(_settings.Owner, From, list.List) == old.Mark)
                .SelectMany(list => (list.Pair.Active?.Entries ?? []).Where(list.Pair.Draft.Mark.Blocks))
                .Where(entry => !entry.What.IsDomain)
                .Select(entry => entry.What.Range)
        )
        from entry in old.Entries
        where old.Mark.Blocks(entry) && (entry.What.IsDomain || !blocked.Contains(entry.What.Range))
        where !(old.Mark.IsOurs(entry) && (version.IsDraft || HasReason(situation, entry.What)))
        select $"{entry.What} ({old.Name}{(version.IsDraft ? ", draft" : "")})";

    /// <summary>
    /// Why an entry of ours need not be on the new list: that was decided, or it is never blocked, or exclusion mode cannot express it.
    /// </summary>
    private bool HasReason(Situation situation, Indicator entry) =>
        CarryingOver.IsDecided(situation, entry)
        || CarryingOver.IsNeverBlocked(situation, entry)
        || (entry.IsDomain && _to is PceMode.Exclusion);

    private Answer<InitAnswer> Stopped(Answer<InitAnswer> made, string why) =>
        new(
            made.Result with
            {
                Refused = new RefusalRow("not-migrated", $"what of {From.ToWord()} mode stands stays, and blocks as before: {why}"),
            },
            ExitCode.Refused
        );

    private static Answer<InitAnswer> Moved(Answer<InitAnswer> made, DismantlingResult gone) =>
        new(
            made.Result with
            {
                Applied = made.Result.Applied || gone.Removed is not [],
                Provision = made.Result.Provision || gone.Version is not null,
                Remove = gone.Removed,
                PolicyVersion = gone.Version?.Number ?? made.Result.PolicyVersion,
            },
            ExitCode.Done
        );
}
