using System.Collections.Immutable;

namespace Shield.Core.Evidence;

/// <summary>
/// The one way of evidence into a ledger, whoever brings it: a command, the function in AWS, the doctor. It counts what was recorded, in
/// the same way for all of them.
/// </summary>
/// <param name="record">
/// Records evidence together, and says of each element whether it changed anything: <c>ILedger.RecordAsync</c>.
/// </param>
public sealed class Intake(Func<IReadOnlyList<FindingEvidence>, CancellationToken, Task<ImmutableArray<bool>>> record)
{
    /// <summary>Findings that were recorded, also those that told nothing new.</summary>
    public int Findings { get; private set; }

    /// <summary>The parties that they name.</summary>
    public int Sightings { get; private set; }

    /// <summary>
    /// Findings that told the ledger nothing new. A call about findings is no finding, and is not among them however often it comes.
    /// </summary>
    public int Duplicates { get; private set; }

    /// <summary>Findings and calls that changed something in the ledger: only these can change what is decided.</summary>
    public int News { get; private set; }

    /// <summary>Calls of GuardDuty's API, by CloudTrail: findings were archived, taken out again, or given feedback.</summary>
    public int Calls { get; private set; }

    /// <summary>Findings of types that the table does not know.</summary>
    public UnknownTypes UnknownTypes { get; } = new();

    /// <summary>Findings that named nobody where their type does.</summary>
    public NamelessFindings Nameless { get; } = new();

    /// <summary>Hosts of ours that attacked somebody.</summary>
    public AttackingHosts AttackingHosts { get; } = new();

    /// <summary>Records the pieces together. Where that throws, none of them is counted; recorded again, they do no harm.</summary>
    public async Task RecordAsync(IReadOnlyCollection<IntakePiece> pieces, CancellationToken cancellationToken)
    {
        ImmutableArray<FindingEvidence> evidence = [.. pieces.SelectMany(piece => piece.Evidence)];
        if (!evidence.IsEmpty)
        {
            var changed = await record(evidence, cancellationToken);
            News += changed.Count(isNews => isNews);
            Duplicates += evidence.Zip(changed).Count(told => told.First.State.IsReported && !told.Second);
        }

        foreach (var piece in pieces)
        {
            Count(piece);
        }
    }

    private void Count(IntakePiece piece)
    {
        Calls += piece.Calls;
        Findings += piece.Findings.Length;
        Sightings += piece.Evidence.Sum(evidence => evidence.Sightings.Length);
        foreach (var finding in piece.Findings)
        {
            UnknownTypes.Count(finding);
            Nameless.Count(finding);
            AttackingHosts.Count(finding);
        }
    }
}
