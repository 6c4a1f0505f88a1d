using System.Collections.Immutable;
using Shield.Console.Access;
using Shield.Console.Live;
using Shield.Core.Ledger;
using Shield.Hosting.Acts;
using Shield.Operating;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Threats;
using Shield.Operating.Undoing;

namespace Shield.Console.Acting;

/// <summary>
/// The one way by which a page changes anything. Who asks, and whether that role may, is looked up here, at the moment of the act; the name
/// goes into the ledger. What the act does is the same as by a command.
/// </summary>
internal sealed class Desk(Who who, Readings readings, Changes changes, ConsoleParts parts)
{
    /// <summary>What it would change, before anybody records it; the value is null where the PCE could not be read.</summary>
    /// <exception cref="NotAllowedException">This role may not, or what is asked for cannot be done.</exception>
    public async Task<Told<Foreseen?>> ForeseeAsync(ActRequest request, CancellationToken cancellationToken)
    {
        var visitor = await ThrowIfMayNotAsync();
        return await readings.ReadAsync(async composition =>
        {
            var acts = await MakeAsync(request, visitor, composition, cancellationToken);
            return await Proposing.ForeseeAsync(
                composition.IsOfStack
                    ? null
                    : await composition.OpenSituationAsync(EvidenceScope.AliveAnd(request.Parties), cancellationToken),
                acts,
                composition.Now,
                composition.Note,
                cancellationToken
            );
        });
    }

    /// <summary>Records it and reconciles. From here on nobody who closes the page stops it.</summary>
    /// <exception cref="NotAllowedException">This role may not, or what is asked for cannot be done.</exception>
    public async Task<Told<Answer<ActResult>>> DoAsync(ActRequest request)
    {
        var visitor = await ThrowIfMayNotAsync();
        var what = request.Kind.ToWord();
        try
        {
            return await readings.ReadAsync(async composition =>
            {
                var acts = await MakeAsync(request, visitor, composition, CancellationToken.None);
                parts.Note($"console: {what} {string.Join(", ", request.Parties)} by {visitor.Name}");
                return await ActRun.DoAsync(composition, acts, $"{what} by {visitor.Name}", isRecordOnly: false, CancellationToken.None);
            });
        }
        finally
        {
            changes.Tell();
        }
    }

    private async Task<Visitor> ThrowIfMayNotAsync() =>
        await who.IsHereAsync(isUse: true) switch
        {
            null => throw new NotAllowedException("Your session has ended. Sign in again."),
            { MayAct: false } => throw new NotAllowedException(
                "This is read-only for you: it takes somebody who signed in as operator or admin."
            ),
            { } visitor => visitor,
        };

    private static async Task<ImmutableArray<Act>> MakeAsync(
        ActRequest request,
        Visitor visitor,
        Composition composition,
        CancellationToken cancellationToken
    )
    {
        if (request.Reason.Trim() is not { Length: > 0 and <= Signature.LongestReason } reason)
        {
            throw new NotAllowedException($"A reason has 1 to {Signature.LongestReason} characters.");
        }

        var by = new Signature(visitor.Name!, reason);
        if (request.ActId is { } id)
        {
            var content = await (await composition.OpenReaderAsync(cancellationToken)).ReadAsync(EvidenceScope.Only([]), cancellationToken);
            var (acts, fault) = ActListing.Find([id], content.Acts);
            return fault is null
                ? [.. acts.Select(act => OperatorAct.Withdraw(act, by, composition.Now))]
                : throw new NotAllowedException(fault);
        }

        var kind = request.Kind switch
        {
            ActKind.Block => await IndicatorActs.BlockAsync(composition, request.Directions, cancellationToken),
            ActKind.Approve => await IndicatorActs.ApproveAsync(composition, request.Parties, cancellationToken),
            ActKind.Unblock => IndicatorActs.Unblock,
            ActKind.Reject => IndicatorActs.Reject,
            ActKind.Allow => IndicatorActs.Allow,
            _ => throw new NotAllowedException($"No page does this: {request.Kind.ToWord()}."),
        };
        foreach (var party in request.Parties)
        {
            if (kind.FaultOf(party) is { } fault)
            {
                throw new NotAllowedException(fault);
            }

            foreach (var note in kind.NotesOn(party))
            {
                composition.Note(note);
            }
        }

        return
        [
            .. request.Parties.Select(party =>
                OperatorAct.Make(request.Kind, party, kind.DirectionsOf(party), request.Length, by, composition.Now, acceptedPlan: null)
            ),
        ];
    }
}
